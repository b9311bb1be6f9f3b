"""A vision-language model in miniature: patch encoder, fusion queries, seven-layer decoder."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from vocabulary import Vocabulary

GRID = 7
"""Visual tokens form a GRID x GRID grid."""


@dataclass(frozen=True)
class Sizes:
    """Width and depth of a model; the defaults are the student's."""

    width: int = 64
    heads: int = 4
    vision_layers: int = 3
    text_layers: int = 7
    queries: int = 8
    adapter: int = 16
    max_length: int = 80
    dropout: float = 0.1


@dataclass
class Trace:
    """What a forward pass went through, for probes and attention maps.

    hidden : the embedding, then the output of each layer, (batch, tokens, width)
    attention : of each layer, (batch, heads, queries, keys)
    """

    hidden: list[Tensor]
    attention: list[Tensor]


class Attention(nn.Module):
    """Multi-head attention that hands back its weights."""

    def __init__(self, sizes: Sizes) -> None:
        """Projections for queries, for keys and values, and for the output."""
        super().__init__()
        self.heads = sizes.heads
        self.query = nn.Linear(sizes.width, sizes.width)
        self.key_value = nn.Linear(sizes.width, 2 * sizes.width)
        self.out = nn.Linear(sizes.width, sizes.width)

    def forward(self, x: Tensor, context: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Attend from x to context; mask is True where attention is allowed."""

        def split(t: Tensor) -> Tensor:
            return t.unflatten(-1, (self.heads, -1)).transpose(1, 2)

        query = split(self.query(x))
        key, value = map(split, self.key_value(context).chunk(2, dim=-1))
        scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e9)
        weights = scores.softmax(dim=-1)
        return self.out((weights @ value).transpose(1, 2).flatten(2)), weights


class Adapter(nn.Module):
    """A bottleneck beside the main road; it starts as zero, so adding one changes nothing."""

    def __init__(self, sizes: Sizes) -> None:
        """Down to the bottleneck and up again."""
        super().__init__()
        self.down = nn.Linear(sizes.width, sizes.adapter)
        self.up = nn.Linear(sizes.adapter, sizes.width)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def forward(self, x: Tensor) -> Tensor:
        """What is to be added to x."""
        return self.up(F.gelu(self.down(x)))


class Block(nn.Module):
    """Attention, feed-forward network and adapter, each added to the residual stream.

    `switched_off` names the modules that add nothing: that is how a layer's importance is measured.
    """

    def __init__(self, sizes: Sizes) -> None:
        """One pre-norm transformer layer."""
        super().__init__()
        self.norm_attention = nn.LayerNorm(sizes.width)
        self.attention = Attention(sizes)
        self.norm_ffn = nn.LayerNorm(sizes.width)
        self.ffn = nn.Sequential(
            nn.Linear(sizes.width, 2 * sizes.width),
            nn.GELU(),
            nn.Linear(2 * sizes.width, sizes.width),
        )
        self.adapter = Adapter(sizes)
        self.dropout = nn.Dropout(sizes.dropout)
        self.switched_off: set[str] = set()

    def forward(
        self, x: Tensor, mask: Tensor | None, past: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """The layer's output and its attention weights.

        past : the earlier inputs of this layer, which the tokens of x may look back at
        """
        normed = self.norm_attention(x)
        context = normed if past is None else self.norm_attention(torch.cat([past, x], dim=1))
        attended, weights = self.attention(normed, context, mask)
        if "attention" not in self.switched_off:
            x = x + self.dropout(attended)
        if "ffn" not in self.switched_off:
            x = x + self.dropout(self.ffn(self.norm_ffn(x)))
        if "adapter" not in self.switched_off:
            x = x + self.adapter(x)
        return x, weights


class VisionEncoder(nn.Module):
    """Patches of an image to visual tokens."""

    def __init__(self, sizes: Sizes, patch_pixels: int = 4) -> None:
        """Embed a patch, add where it was, run the layers."""
        super().__init__()
        self.embed = nn.Linear(patch_pixels, sizes.width)
        self.place = nn.Parameter(0.02 * torch.randn(GRID * GRID, sizes.width))
        self.layers = nn.ModuleList(Block(sizes) for _ in range(sizes.vision_layers))
        self.norm = nn.LayerNorm(sizes.width)

    def forward(self, patches: Tensor) -> tuple[Tensor, Trace]:
        """(batch, 49, pixels) to (batch, 49, width), and the trace."""
        x = self.embed((patches - 0.3) / 0.4) + self.place  # about zero mean, unit variance
        trace = Trace([x], [])
        for layer in self.layers:
            x, weights = layer(x, None)
            trace.hidden.append(x)
            trace.attention.append(weights)
        return self.norm(x), trace


class Fusion(nn.Module):
    """A few learned queries read all visual tokens and stand before the words."""

    def __init__(self, sizes: Sizes) -> None:
        """The queries and the attention with which they read."""
        super().__init__()
        self.queries = nn.Parameter(0.5 * torch.randn(sizes.queries, sizes.width))
        self.attention = Attention(sizes)
        self.out = nn.Linear(sizes.width, sizes.width)

    def forward(self, visual: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, 49, width) to (batch, queries, width), and the attention weights."""
        queries = self.queries.expand(len(visual), -1, -1)
        attended, weights = self.attention(queries, visual, None)
        return self.out(queries + attended), weights


class TextDecoder(nn.Module):
    """Causal transformer over fused visual tokens and words."""

    def __init__(self, sizes: Sizes, vocabulary: Vocabulary) -> None:
        """Word and position embeddings, layers, and a head tied to the word embedding."""
        super().__init__()
        self.pad = vocabulary.pad
        self.words = nn.Embedding(len(vocabulary), sizes.width)
        nn.init.normal_(self.words.weight, std=sizes.width**-0.5)
        self.place = nn.Parameter(0.02 * torch.randn(sizes.max_length, sizes.width))
        self.layers = nn.ModuleList(Block(sizes) for _ in range(sizes.text_layers))
        self.norm = nn.LayerNorm(sizes.width)

    def forward(
        self, prefix: Tensor, ids: Tensor, past: list[Tensor] | None = None
    ) -> tuple[Tensor, Trace]:
        """Logits for the word after each token of ids, and the trace.

        prefix : (batch, p, width), fused visual tokens (p may be 0)
        ids : (batch, t), words, with padding anywhere
        past : inputs of each layer for the prefix and all but the last word: only the last is run
        """
        embedded = self.words(ids)
        x = torch.cat([prefix, embedded], dim=1)
        n = x.shape[1]
        x = x + self.place[:n]
        seen = torch.cat([ids.new_ones(prefix.shape[:2], dtype=torch.bool), ids != self.pad], dim=1)
        # A padded token may look at itself, so that no row of the softmax is empty.
        causal = torch.ones(n, n, dtype=torch.bool).tril()
        mask = (causal & (seen[:, None] | torch.eye(n, dtype=torch.bool)))[:, None]
        if past is not None:
            x, mask = x[:, -1:], mask[:, :, -1:]

        trace = Trace([x], [])
        for i, layer in enumerate(self.layers):
            before = x
            x, weights = layer(x, mask, None if past is None else past[i])
            if past is not None:
                past[i] = torch.cat([past[i], before], dim=1)
            trace.hidden.append(x)
            trace.attention.append(weights)
        words = self.norm(x)[:, prefix.shape[1] if past is None else 0 :]
        return words @ self.words.weight.T, trace


class TinyEmberVLM(nn.Module):
    """Image and words in, next words out; a robot is chosen by saying its name."""

    def __init__(self, vocabulary: Vocabulary, sizes: Sizes | None = None) -> None:
        """Put the parts together."""
        super().__init__()
        self.vocabulary = vocabulary
        self.sizes = sizes or Sizes()
        self.vision = VisionEncoder(self.sizes)
        self.fusion = Fusion(self.sizes)
        self.decoder = TextDecoder(self.sizes, vocabulary)

    def look(self, patches: Tensor | None, batch: int) -> Tensor:
        """Fused visual tokens of a batch of images; none at all without images."""
        if patches is None:
            return self.decoder.place.new_zeros(batch, 0, self.sizes.width)
        return self.fusion(self.vision(patches)[0])[0]

    def forward(self, patches: Tensor | None, ids: Tensor) -> tuple[Tensor, Trace]:
        """Logits of the word after each of ids, (batch, t, words), and the decoder's trace."""
        return self.decoder(self.look(patches, len(ids)), ids)

    def robot_logits(self, logits: Tensor) -> Tensor:
        """The logits of the five robots' names alone."""
        return logits[..., self.vocabulary.robots]

    @property
    def parameter_count(self) -> int:
        """Number of trained numbers."""
        return sum(parameter.numel() for parameter in self.parameters())
