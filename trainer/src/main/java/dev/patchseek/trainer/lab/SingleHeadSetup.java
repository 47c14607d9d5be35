package dev.patchseek.trainer.lab;

import dev.patchseek.data.InvalidInputException;

/**
 * The numbers of the single-head experiment.
 *
 * @param dim d, components of each token and of the head
 * @param tokens n
 * @param rank r of the adapter
 * @param alpha α of the adapter
 * @param from the token that is to attend
 * @param to the token it is to attend to
 * @param steps of training
 * @param learningRate of AdamW, without weight decay
 * @param seed of tokens, weights and A
 */
public record SingleHeadSetup(
    int dim,
    int tokens,
    int rank,
    float alpha,
    int from,
    int to,
    int steps,
    double learningRate,
    long seed) {

  /** d = 64, 10 tokens, r = 4, α = 8; token 0 is to attend to token 5. */
  public static SingleHeadSetup classic(int steps, long seed) {
    return new SingleHeadSetup(64, 10, 4, 8, 0, 5, steps, 1e-2, seed);
  }

  public SingleHeadSetup {
    if (dim < 1 || tokens < 2 || rank < 1 || steps < 1) {
      throw new InvalidInputException(
          "the single-head experiment needs dim >= 1, tokens >= 2, rank >= 1 and steps >= 1, got"
              + " %d, %d, %d, %d".formatted(dim, tokens, rank, steps));
    }
    if (from < 0 || from >= tokens || to < 0 || to >= tokens || from == to) {
      throw new InvalidInputException(
          "from and to are two of the tokens 0 to %d, got %d and %d"
              .formatted(tokens - 1, from, to));
    }
  }
}
