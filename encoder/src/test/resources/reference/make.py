"""Makes the reference outputs beside this file: tiny random towers run by transformers and PEFT.

    pip install torch transformers peft safetensors
    python make.py
"""
import pathlib

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel, ViTConfig, ViTModel

here = pathlib.Path(__file__).parent
torch.manual_seed(1)


def shake(model, std=0.3):
    """Default weights are so small that many mistakes would not show."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * std)


vit = ViTModel(
    ViTConfig(hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
              image_size=16, patch_size=8, layer_norm_eps=1e-6),
    add_pooling_layer=False).eval()
shake(vit)
vit.save_pretrained(here / "vit")
pixels = torch.randn(2, 3, 16, 16)
expected = {"pixel_values": pixels}
with torch.no_grad():
    expected["last_hidden_state"] = vit(pixels).last_hidden_state
    adapted = get_peft_model(vit, LoraConfig(
        r=2, lora_alpha=4, target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "mlp.fc1", "mlp.fc2"]))
    for name, parameter in adapted.named_parameters():
        if "lora_" in name:
            parameter.copy_(torch.randn_like(parameter) * 0.3)
    adapted.save_pretrained(here / "vit-adapter")
    expected["with_adapter"] = adapted(pixels).last_hidden_state
of_vit = expected

tower = dict(hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2)
clip = CLIPModel(CLIPConfig(
    projection_dim=12,
    text_config=dict(tower, vocab_size=60, max_position_embeddings=10, bos_token_id=58, eos_token_id=59),
    vision_config=dict(tower, image_size=16, patch_size=8))).eval()
shake(clip)
clip.save_pretrained(here / "clip")
ids = torch.tensor([[58, 3, 14, 15, 59, 59, 59], [58, 9, 2, 6, 5, 35, 59]])
with torch.no_grad():
    text = clip.text_model(input_ids=ids)
    vision = clip.vision_model(pixel_values=pixels)
    expected = {
        "input_ids": ids,
        "pixel_values": pixels,
        "token_embeds": clip.text_projection(text.last_hidden_state),
        "text_embeds": clip.text_projection(text.pooler_output),
        "vision_hidden_state": vision.last_hidden_state,
        "image_embeds": clip.visual_projection(vision.pooler_output),
    }
    adapted = get_peft_model(clip, LoraConfig(
        r=2, lora_alpha=4, target_modules=r".*vision_model.*\.(q_proj|k_proj|v_proj|out_proj)"))
    for name, parameter in adapted.named_parameters():
        if "lora_" in name:
            parameter.copy_(torch.randn_like(parameter) * 0.3)
    adapted.save_pretrained(here / "clip-adapter")
    expected["vision_with_adapter"] = clip.vision_model(pixel_values=pixels).last_hidden_state
save_file({k: v.contiguous() for k, v in expected.items()}, here / "clip" / "expected.safetensors")

forms = {
    "vit-dora": LoraConfig(r=2, lora_alpha=4, use_dora=True, target_modules=["q_proj", "o_proj", "fc1"]),
    "vit-ranks": LoraConfig(
        r=2, lora_alpha=4, target_modules=["q_proj", "v_proj", "fc2"],
        rank_pattern={"v_proj": 3, r"layers\.1\.mlp\.fc2": 1}, alpha_pattern={"q_proj": 7}),
    "vit-pattern": LoraConfig(r=2, lora_alpha=4, target_modules=r".*layers\.(0\.attention\.[qv]_proj|1\.mlp\.fc\d)"),
}
for name, config in forms.items():
    with torch.no_grad():
        adapted = get_peft_model(ViTModel.from_pretrained(here / "vit", add_pooling_layer=False).eval(), config)
        for key, parameter in adapted.named_parameters():
            if "lora_" in key:
                parameter.copy_(torch.randn_like(parameter) * 0.3)
        adapted.save_pretrained(here / name)
        of_vit[name] = adapted(pixels).last_hidden_state
larger = torch.randn(2, 3, 24, 24, generator=torch.Generator().manual_seed(2))
of_vit["larger_pixels"] = larger
with torch.no_grad():
    plain = ViTModel.from_pretrained(here / "vit", add_pooling_layer=False).eval()
    of_vit["larger_hidden_state"] = plain(larger, interpolate_pos_encoding=True).last_hidden_state
save_file({k: v.contiguous() for k, v in of_vit.items()}, here / "vit" / "expected.safetensors")
