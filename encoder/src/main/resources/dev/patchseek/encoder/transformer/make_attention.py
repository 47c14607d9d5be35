"""Writes attention.pt and bfloat16_attention.pt: PyTorch's fused attention as TorchScript, the one way
to it from DJL.

    python3 make_attention.py
"""

from pathlib import Path
from typing import Optional

import torch


class Attention(torch.nn.Module):
    """q, k, v: [B, H, N, d]; mask: [N, N], added to the scores. Gives [B, H, N, d]."""

    def forward(
        self,
        q: torch.Tensor,
        k: torch.Tensor,
        v: torch.Tensor,
        mask: Optional[torch.Tensor] = None,
    ):
        return torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)


class BFloat16Attention(torch.nn.Module):
    """The same, float32 outside and bfloat16 inside: GPUs have their fast kernels for that alone."""

    def forward(
        self,
        q: torch.Tensor,
        k: torch.Tensor,
        v: torch.Tensor,
        mask: Optional[torch.Tensor] = None,
    ):
        half = torch.bfloat16
        if mask is not None:
            mask = mask.to(half)
        y = torch.nn.functional.scaled_dot_product_attention(
            q.to(half), k.to(half), v.to(half), attn_mask=mask
        )
        return y.to(torch.float32)


for name, module in (("attention", Attention()), ("bfloat16_attention", BFloat16Attention())):
    torch.jit.script(module).save(str(Path(__file__).with_name(name + ".pt")))
