"""Writes bfloat16_linear.pt: a linear layer that multiplies in bfloat16, as TorchScript.

DJL's arrays cannot be bfloat16; inside a module they can.

    python3 make_linear.py
"""

from pathlib import Path
from typing import Optional

import torch


class Linear(torch.nn.Module):
    """x: [n, in], weight: [out, in], bias: [out], all float32. Gives [n, out] in float32."""

    def forward(self, x: torch.Tensor, weight: torch.Tensor, bias: Optional[torch.Tensor] = None):
        half = torch.bfloat16
        if bias is None:
            return torch.nn.functional.linear(x.to(half), weight.to(half)).to(torch.float32)
        y = torch.nn.functional.linear(x.to(half), weight.to(half), bias.to(half))
        return y.to(torch.float32)


torch.jit.script(Linear()).save(str(Path(__file__).with_name("bfloat16_linear.pt")))
