package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.codebook.Probes;
import dev.patchseek.opensearch.mapping.PatchFieldType;
import dev.patchseek.opensearch.mapping.PatchLayout;
import dev.patchseek.opensearch.mapping.SegmentImages;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Terms;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * Matches the images of a shard that {@link ShardSearch} scores, which are the best and perhaps
 * some more. OpenSearch's score is the score plus {@link Question#shift}.
 */
public final class MaxSimQuery extends Query {

  private final String field;
  private final PatchLayout layout;
  private final Question question;
  private final Effort effort;
  private final Query admitted;

  /**
   * Asks one field.
   *
   * @param admitted matches documents that may be found; all of them have the field
   */
  MaxSimQuery(String field, PatchLayout layout, Question question, Effort effort, Query admitted) {
    this.field = field;
    this.layout = layout;
    this.question = question;
    this.effort = effort;
    this.admitted = admitted;
  }

  Effort effort() {
    return effort;
  }

  Query admitted() {
    return admitted;
  }

  /** Whether images are listed by a codebook. */
  boolean isListed() {
    return layout.codebook() != null;
  }

  /** The centroids to look up, where images are listed. */
  Probes probes() {
    return Probes.of(question.tokens(), layout.codebook());
  }

  /** The lists of centroids in a segment; null where it has none. */
  Terms lists(LeafReader segment) throws IOException {
    return segment.terms(PatchFieldType.centroids(field));
  }

  float shift() {
    return question.shift();
  }

  /** T, the tokens of the query. */
  public int tokens() {
    return question.tokens().count();
  }

  /** A scorer of the images of a segment. */
  public ImageScorer scorer(LeafReader segment) throws IOException {
    return new ImageScorer(question, layout, SegmentImages.of(segment, field, layout));
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    return new ScoredImagesWeight(this, new ShardSearch(this, searcher).run(), boost);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String defaultField) {
    return "maxsim(%s, %d tokens)".formatted(field, tokens());
  }

  /** Two queries are alike only where they were made as one: nobody compares vectors. */
  @Override
  public boolean equals(Object other) {
    return sameClassAs(other)
        && question == ((MaxSimQuery) other).question
        && field.equals(((MaxSimQuery) other).field)
        && effort.equals(((MaxSimQuery) other).effort)
        && admitted.equals(((MaxSimQuery) other).admitted);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), field, effort, admitted, System.identityHashCode(question));
  }
}
