"""Holds a bundle's adapter and its export to transformers and PEFT.

    pip install torch transformers peft safetensors pillow
    ./patchseek export --model BUNDLE --merged MERGED
    ./patchseek encode image PICTURE --model BUNDLE/vision --adapter BUNDLE/adapter -o HIDDEN
    python docs/check_export.py BUNDLE MERGED HIDDEN PICTURE
"""
import sys

import torch
from peft import PeftModel
from peft.utils import load_peft_weights
from PIL import Image
from safetensors.torch import load_file
from transformers import AutoConfig, AutoImageProcessor, CLIPModel, CLIPVisionModel, ViTForImageClassification, ViTModel

bundle, merged, hidden, picture = sys.argv[1:]
expected = load_file(hidden)["last_hidden_state"]
pixels = AutoImageProcessor.from_pretrained(merged, backend="pil")(
    Image.open(picture).convert("RGB"), return_tensors="pt")
clip = AutoConfig.from_pretrained(merged).model_type == "clip_vision_model"


def compare(name, states):
    difference = (states - expected).abs().max().item()
    print(f"{name}: largest difference {difference:.1e} of states up to {expected.abs().max():.1f}")
    assert difference <= 1e-3


with torch.no_grad():
    tower, info = (CLIPVisionModel if clip else ViTModel).from_pretrained(
        merged, output_loading_info=True, dtype=torch.float32)
    assert all(key.startswith("pooler.") for key in info["missing_keys"]), info
    assert not info["unexpected_keys"] and not info["mismatched_keys"], info
    compare("merged", tower.eval()(**pixels).last_hidden_state)

    # the model of the bundle's checkpoint: its adapter names layers as that model does
    whole = CLIPModel if clip else ViTForImageClassification
    base = whole.from_pretrained(f"{bundle}/vision", dtype=torch.float32).eval()
    inner = base.vision_model if clip else base.vit
    plain = inner(**pixels).last_hidden_state
    print(f"un-adapted: largest difference {(plain - expected).abs().max():.1e}")
    adapted = PeftModel.from_pretrained(base, f"{bundle}/adapter").eval()
    written, loaded = load_peft_weights(f"{bundle}/adapter"), adapted.state_dict()
    for name, tensor in written.items():
        key = name.replace(".weight", ".default.weight")
        assert torch.equal(loaded[key], tensor), f"PEFT did not load {name}"
    assert len(written) == sum("lora_" in key for key in loaded), "PEFT adapts other layers too"
    compare("adapter in PEFT", inner(**pixels).last_hidden_state)
