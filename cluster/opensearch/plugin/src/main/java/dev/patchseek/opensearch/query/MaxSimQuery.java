package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.codebook.Probes;
import dev.patchseek.opensearch.mapping.PatchFieldType;
import dev.patchseek.opensearch.mapping.PatchLayout;
import dev.patchseek.opensearch.mapping.SegmentImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private final ShardEffort effort;
  private final Query admitted;

  /** What the search of the shard has done, told to whoever asks when it is over. */
  private volatile List<Stage> stages = List.of();

  /**
   * Asks one field.
   *
   * @param admitted matches documents that may be found; all of them have the field
   */
  MaxSimQuery(
      String field, PatchLayout layout, Question question, ShardEffort effort, Query admitted) {
    this.field = field;
    this.layout = layout;
    this.question = question;
    this.effort = effort;
    this.admitted = admitted;
  }

  /** The first such query in another one. */
  public static Optional<MaxSimQuery> in(Query query) {
    List<MaxSimQuery> found = new ArrayList<>();
    query.visit(
        new QueryVisitor() {
          @Override
          public void visitLeaf(Query leaf) {
            if (leaf instanceof MaxSimQuery maxSim) {
              found.add(maxSim);
            }
          }
        });
    return found.stream().findFirst();
  }

  /** What was done in the shard, in order: the filter first. Empty before it was searched. */
  public List<Stage> stages() {
    return stages;
  }

  /** The name of the plan that the shard has chosen, as PatchSeek's engine names it. */
  public String plan() {
    List<String> names = stages.stream().skip(1).map(Stage::name).toList();
    return names.equals(List.of(ShardSearch.SCAN)) ? "exact scan" : String.join(", ", names);
  }

  ShardEffort effort() {
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

  /** Whether what whole images add tells enough of the score to rank candidates by it. */
  boolean ranksByWholes() {
    return question.ranksByWholes();
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
    ShardSearch search = new ShardSearch(this, searcher);
    ScoredImages images = search.run();
    stages = search.stages();
    return new ScoredImagesWeight(this, images, boost);
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
