package dev.patchseek.indexer.compose;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Makes one query of a text and images. With a the share of the images, 0 where there are none, a
 * picture scores
 *
 * <pre>(1 − a) · wanted text  +  a · mean of the images  −  Σ weight · unwanted part</pre>
 *
 * <p>where each of these is a score as {@link MaxSimQuery} defines it. Inside the wanted text a
 * token weighs what the model says, times the user's weight of its word, divided by the sum over
 * all tokens; without user weights that is the model's weight itself. An unwanted part is embedded
 * as a text of its own, and patches alone speak against a picture: it has no whole.
 *
 * @param text embeds a text: {@code Bundle::embedText}, or a cache before it
 */
public record QueryComposer(Function<String, TokenEmbeddings> text) {

  /** How much an unwanted part counts against a picture, where the whole wanted text counts 1. */
  static final float AGAINST = 0.5f;

  /** A text alone. */
  public ComposedQuery compose(QueryText words) {
    return compose(words, List.of(), 0);
  }

  /**
   * A text and images, or one of both.
   *
   * @param words may be blank where there are images
   * @param images whose mean is searched for, see {@link MaxSimQuery#of} and {@link
   *     MaxSimQuery#ofPatches}
   * @param imageShare a, 0..1, of the images where there is a wanted text too; else it is 1
   * @throws InvalidInputException when nothing is wanted, all weights are 0, or a is no share
   */
  public ComposedQuery compose(QueryText words, List<MaxSimQuery> images, float imageShare) {
    if (!(imageShare >= 0 && imageShare <= 1)) {
      throw new InvalidInputException("the share of the images is from 0 to 1, got " + imageShare);
    }
    Parts parts = new Parts();
    if (words.wantsSomething()) {
      TokenEmbeddings wanted = text.apply(words.wanted());
      MaxSimQuery query = stressed(wanted, words);
      parts.addWords(wanted, images.isEmpty() ? query : query.times(1 - imageShare));
    } else if (images.isEmpty()) {
      throw nothingWanted(words);
    }
    for (QueryText.Unwanted unwanted : words.unwanted()) {
      TokenEmbeddings against = text.apply(unwanted.text());
      parts.addWords(
          against, MaxSimQuery.of(against).withoutWhole().times(-AGAINST * unwanted.weight()));
    }
    int textTokens = parts.query == null ? 0 : parts.query.count();
    float share = (words.wantsSomething() ? imageShare : 1) / images.size();
    for (MaxSimQuery image : images) {
      parts.add(image.times(share));
    }
    parts.words.sort(Comparator.comparingInt(TokenEmbeddings.Word::start));
    return new ComposedQuery(words.typed(), parts.query, parts.words, textTokens);
  }

  private static MaxSimQuery stressed(TokenEmbeddings wanted, QueryText words) {
    MaxSimQuery query = MaxSimQuery.of(wanted);
    if (words.stresses().isEmpty()) {
      return query;
    }
    float[] weights = query.weights().clone();
    double sum = 0;
    for (int token = 0; token < weights.length; token++) {
      weights[token] *= stress(wanted.tokens().get(token), words);
      sum += weights[token];
    }
    if (sum == 0) {
      throw new InvalidInputException(
          "every word of \"%s\" has the weight 0: give one a higher weight"
              .formatted(words.typed()));
    }
    for (int token = 0; token < weights.length; token++) {
      weights[token] = (float) (weights[token] / sum);
    }
    return new MaxSimQuery(query.dim(), query.vectors(), weights, query.whole(), query.hubs());
  }

  private static float stress(TokenEmbeddings.Token token, QueryText words) {
    for (QueryText.Stress stress : words.stresses()) {
      if (stress.start() <= token.start() && token.start() < stress.end()) {
        return stress.weight();
      }
    }
    return 1;
  }

  private static InvalidInputException nothingWanted(QueryText words) {
    return new InvalidInputException(
        words.unwanted().isEmpty()
            ? "the query has no words: got \"%s\"; type what the picture should show"
                .formatted(words.typed())
            : "\"%s\" only says what pictures should not show: add a word or an image that they should"
                .formatted(words.typed()));
  }

  /** Tokens in their order, with the words they belong to. */
  private static final class Parts {

    private final List<TokenEmbeddings.Word> words = new ArrayList<>();
    private MaxSimQuery query;

    void addWords(TokenEmbeddings text, MaxSimQuery part) {
      int before = query == null ? 0 : query.count();
      for (TokenEmbeddings.Word word : text.words()) {
        float weight = 0;
        for (int token = word.firstToken(); token < word.behindToken(); token++) {
          weight += part.weights()[token];
        }
        words.add(
            new TokenEmbeddings.Word(
                word.text(),
                word.start(),
                word.end(),
                before + word.firstToken(),
                before + word.behindToken(),
                weight));
      }
      add(part);
    }

    void add(MaxSimQuery part) {
      query = query == null ? part : query.plus(part);
    }
  }
}
