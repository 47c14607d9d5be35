"""Writes attention.pt: PyTorch's fused attention as TorchScript, the one way to it from DJL.

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


torch.jit.script(Attention()).save(str(Path(__file__).with_name("attention.pt")))
