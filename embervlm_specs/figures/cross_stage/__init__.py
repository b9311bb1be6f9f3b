"""Across the stages."""

from embervlm_specs.figures.cross_stage.ablation_tornado import ablation_tornado
from embervlm_specs.figures.cross_stage.benchmark_progression_heatmap import (
    benchmark_progression_heatmap,
)
from embervlm_specs.figures.cross_stage.carbon_footprint_treemap import carbon_footprint_treemap
from embervlm_specs.figures.cross_stage.edge_deployment_pareto import edge_deployment_pareto
from embervlm_specs.figures.cross_stage.parameter_efficiency_pareto import (
    parameter_efficiency_pareto,
)
from embervlm_specs.figures.cross_stage.training_dynamics_all_stages import (
    training_dynamics_all_stages,
)

__all__ = [  # noqa: RUF022 the order in which they are listed
    "training_dynamics_all_stages",
    "parameter_efficiency_pareto",
    "benchmark_progression_heatmap",
    "carbon_footprint_treemap",
    "ablation_tornado",
    "edge_deployment_pareto",
]
