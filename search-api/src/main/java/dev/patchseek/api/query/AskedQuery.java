package dev.patchseek.api.query;

import dev.patchseek.api.engine.QueryPicture;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.compose.ComposedQuery;
import java.util.List;

/**
 * A query as the engine understands it, and how it came to be.
 *
 * @param unread the end of the text that did not fit into the text tower; normally empty
 * @param tokens of the text: the first of the composed query's tokens
 * @param picture whose patches are the tokens behind them; null for none
 * @param composed of both
 */
public record AskedQuery(
    String unread, List<AskedToken> tokens, QueryPicture picture, ComposedQuery composed) {

  public AskedQuery {
    tokens = List.copyOf(tokens);
  }

  /** The text as typed, possibly empty. */
  public String typed() {
    return composed.typed();
  }

  /** The words of the text in reading order. */
  public List<TokenEmbeddings.Word> words() {
    return composed.words();
  }
}
