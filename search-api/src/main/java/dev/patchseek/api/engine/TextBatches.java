package dev.patchseek.api.engine;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.encoder.text.TokenizedText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Embeds the texts that wait at the same time in one pass through the text tower: while the cores
 * are busy the next batch gathers by itself, and a text that comes alone does not wait.
 */
final class TextBatches {

  /** More make a pass no cheaper for each text. */
  private static final int MOST = 16;

  private final Bundle bundle;
  private final WorkPool pool;
  private final Stages stages;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();

  private record Waiting(TokenizedText text, CompletableFuture<TokenEmbeddings> embedded) {}

  TextBatches(Bundle bundle, WorkPool pool, Stages stages) {
    this.bundle = bundle;
    this.pool = pool;
    this.stages = stages;
  }

  /**
   * Embeds a text.
   *
   * @throws InvalidInputException when it has no words
   */
  TokenEmbeddings embed(String text) {
    // here, because a text without words would spoil the pass it shares with others
    TokenizedText tokenized = stages.time("tokenise", () -> bundle.embedder().tokenize(text));
    Waiting waiting = new Waiting(tokenized, new CompletableFuture<>());
    queue.add(waiting);
    try {
      pool.submit(this::embedWaiting);
      return waiting.embedded.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      queue.remove(waiting);
    }
  }

  private Void embedWaiting() {
    List<Waiting> batch = new ArrayList<>();
    queue.drainTo(batch, MOST);
    if (batch.isEmpty()) {
      return null; // an earlier pass has taken it along
    }
    try {
      List<TokenizedText> texts = batch.stream().map(Waiting::text).toList();
      List<TokenEmbeddings> embedded =
          stages.time("encode", () -> bundle.embedder().embedTokenized(texts));
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).embedded.complete(embedded.get(i));
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(waiting -> waiting.embedded.completeExceptionally(e));
    }
    return null;
  }
}
