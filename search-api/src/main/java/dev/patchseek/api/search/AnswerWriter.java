package dev.patchseek.api.search;

import dev.patchseek.api.query.AskedQuery;
import dev.patchseek.api.query.AskedToken;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.query.Cursor;
import dev.patchseek.indexer.query.Explanation;
import dev.patchseek.indexer.query.Explanation.Stage;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.IndexedImage;
import dev.patchseek.indexer.query.SearchResult;
import dev.patchseek.indexer.query.TokenMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts a result into the words of the API.
 *
 * @param bundle whose grid the patches lie in
 * @param query that was asked
 */
record AnswerWriter(Bundle bundle, AskedQuery query) {

  SearchAnswer answer(SearchParameters parameters, SearchResult result, long startedNanos) {
    return new SearchAnswer(
        query.typed(),
        query.unread(),
        parameters.picture(),
        tokens(),
        result.hits().stream().map(this::found).toList(),
        result.next().map(Cursor::toString).orElse(null),
        result.changed(),
        ScoreHistogram.of(result.windowScores()),
        parameters.wantsExplanation() ? explanation(result.explanation()) : null,
        Math.round((System.nanoTime() - startedNanos) / 1e5) / 10.0);
  }

  private List<SearchAnswer.Token> tokens() {
    List<SearchAnswer.Token> tokens = new ArrayList<>();
    for (AskedToken token : query.tokens()) {
      tokens.add(
          new SearchAnswer.Token(
              query.typed().substring(token.start(), token.end()),
              token.start(),
              token.end(),
              token.word(),
              query.composed().query().weights()[tokens.size()]));
    }
    return tokens;
  }

  private SearchAnswer.FoundImage found(Hit hit) {
    IndexedImage image = hit.image();
    String address = "/api/v1/images/" + image.id();
    int words = query.tokens().size();
    List<TokenMatch> byWords = hit.matches().subList(0, words);
    List<TokenMatch> byPicture = hit.matches().subList(words, hit.matches().size());
    return new SearchAnswer.FoundImage(
        image.id(),
        image.path(),
        hit.score(),
        hit.global(),
        image.width(),
        image.height(),
        image.metadata().values(),
        address + "/thumbnail",
        address + "/file",
        byWords.stream().map(match -> matched(image, match)).toList(),
        byPicture.stream()
            .max(Comparator.comparingDouble(TokenMatch::score))
            .map(match -> matched(image, match))
            .orElse(null));
  }

  private SearchAnswer.Match matched(IndexedImage image, TokenMatch match) {
    int columns = bundle.gridColumns();
    Box box = bundle.patchBox(image.width(), image.height(), match.patch());
    return new SearchAnswer.Match(
        match.token(),
        match.score(),
        new SearchAnswer.Patch(match.patch() / columns, match.patch() % columns),
        new float[] {box.left(), box.top(), box.right(), box.bottom()});
  }

  private static SearchAnswer.How explanation(Explanation explanation) {
    return new SearchAnswer.How(
        explanation.plan(),
        explanation.images(),
        explanation.admitted(),
        steps(explanation.stages()),
        explanation.shards().stream()
            .map(
                shard ->
                    new SearchAnswer.ShardPlan(shard.shard(), shard.plan(), steps(shard.stages())))
            .toList());
  }

  private static List<SearchAnswer.Step> steps(List<Stage> stages) {
    return stages.stream()
        .map(
            stage ->
                new SearchAnswer.Step(stage.name(), stage.from(), stage.to(), stage.nanos() / 1e6))
        .toList();
  }
}
