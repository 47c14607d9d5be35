package dev.patchseek.encoder.weights;

import dev.patchseek.data.InvalidInputException;

/** The element types of safetensors that PatchSeek reads. */
enum DType {
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  U8(1);

  final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  static DType of(String name, String where) {
    for (DType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new InvalidInputException(
        where + " has dtype " + name + "; F32, F16, BF16, I64, I32 and U8 are read");
  }
}
