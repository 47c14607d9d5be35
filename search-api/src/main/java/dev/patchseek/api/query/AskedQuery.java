package dev.patchseek.api.query;

import dev.patchseek.api.engine.QueryPicture;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * A query as the engine understands it, and how it came to be.
 *
 * @param typed text as typed, possibly empty
 * @param unread the end of the text that did not fit into the text tower; normally empty
 * @param tokens of the text, in reading order: the first of the composed query's tokens
 * @param picture whose patches are the tokens behind them; null for none
 * @param composed of both
 */
public record AskedQuery(
    String typed,
    String unread,
    List<AskedToken> tokens,
    QueryPicture picture,
    MaxSimQuery composed) {

  public AskedQuery {
    tokens = List.copyOf(tokens);
  }

  /**
   * A word of the text and its tokens.
   *
   * @param text as typed, without marks
   * @param start index of its first UTF-16 unit in the typed text
   * @param end index behind its last
   * @param firstToken index of its first token
   * @param behindToken index behind its last token
   */
  public record Word(String text, int start, int end, int firstToken, int behindToken) {}

  /** The words in reading order. */
  public List<Word> words() {
    List<Word> words = new ArrayList<>();
    for (int first = 0; first < tokens.size(); ) {
      int behind = first + 1;
      while (behind < tokens.size() && tokens.get(behind).word() == tokens.get(first).word()) {
        behind++;
      }
      int start = tokens.get(first).start();
      int end = tokens.get(behind - 1).end();
      words.add(new Word(typed.substring(start, end), start, end, first, behind));
      first = behind;
    }
    return words;
  }
}
