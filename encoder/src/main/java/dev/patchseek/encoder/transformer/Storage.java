package dev.patchseek.encoder.transformer;

/** How a tower keeps the weights of its blocks' linear layers. */
public enum Storage {
  /** In 4 bytes a number. */
  FLOAT32,
  /**
   * In a byte a number, see {@link Int8Product}. Such a tower is frozen: it carries adapters, but
   * none can be merged into it, and it is not saved.
   */
  INT8,
  /** In 4 bits a number, see {@link Nf4Product}; frozen likewise. */
  NF4;

  /** The layer as it is kept. */
  Linear kept(Linear linear) {
    return switch (this) {
      case FLOAT32 -> linear;
      case INT8 -> Int8Product.quantised(linear);
      case NF4 -> Nf4Product.quantised(linear);
    };
  }
}
