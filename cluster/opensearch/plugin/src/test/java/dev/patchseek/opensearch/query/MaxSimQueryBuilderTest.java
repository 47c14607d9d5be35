package dev.patchseek.opensearch.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.opensearch.common.io.stream.BytesStreamOutput;
import org.opensearch.common.xcontent.json.JsonXContent;
import org.opensearch.core.xcontent.DeprecationHandler;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.core.xcontent.XContentParser;

class MaxSimQueryBuilderTest {

  /** Two tokens of one component, 1 and 2. */
  private static final String TOKENS =
      "\"vectors\": \"AACAPwAAAEA=\", \"weights\": \"AACAPwAAAEA=\"";

  private static MaxSimQueryBuilder parse(String json) throws IOException {
    try (XContentParser parser =
        JsonXContent.jsonXContent.createParser(
            NamedXContentRegistry.EMPTY, DeprecationHandler.THROW_UNSUPPORTED_OPERATION, json)) {
      return MaxSimQueryBuilder.fromXContent(parser);
    }
  }

  @Test
  void isWrittenAsItIsRead() throws IOException {
    MaxSimQueryBuilder query =
        parse(
            "{\"field\": \"image\", \"fingerprint\": \"ab\", \"whole\": \"AACAPw==\", \"hubs\": 0.1,"
                + " \"k\": 3, \"candidates\": 9, \"rescore\": 7, \"exact\": true, \"boost\": 2, "
                + TOKENS
                + "}");

    String written = query.toString();

    assertThat(parse(written.substring(written.indexOf(':') + 1, written.lastIndexOf('}'))))
        .isEqualTo(query);
  }

  @Test
  void reachesAnotherNodeAsItWas() throws IOException {
    MaxSimQueryBuilder query = parse("{\"field\": \"image\", " + TOKENS + "}");
    BytesStreamOutput out = new BytesStreamOutput();
    query.writeTo(out);

    MaxSimQueryBuilder there = new MaxSimQueryBuilder(out.bytes().streamInput());

    assertThat(there).isEqualTo(query).hasSameHashCodeAs(query);
  }

  @Test
  void nothingIsAskedWithoutTokensOrByNumbersThatAreNone() {
    assertThatThrownBy(() -> parse("{\"field\": \"image\"}"))
        .hasMessageContaining("maxsim needs vectors");
    assertThatThrownBy(() -> parse("{\"field\": \"image\", \"vectors\": \"AADAfw==\"}"))
        .hasStackTraceContaining("finite numbers, got NaN");
  }

  @Test
  void effortHasBounds() {
    assertThatThrownBy(() -> new ShardEffort(0, 2000, 500, false))
        .hasMessageContaining("got 0, 2000 and 500");
    assertThatThrownBy(() -> new ShardEffort(10, 2000, 1_000_000, false))
        .hasMessageContaining("1000000");
    assertThatThrownBy(() -> new ShardEffort(10, 0, 500, false)).hasMessageContaining("0 and 500");
  }

  @Test
  void fewImagesAreAllScoredAndManyAreProposed() {
    ShardEffort effort = new ShardEffort(10, 2000, 400, false);

    assertThat(effort.scoresAll(500)).isTrue();
    assertThat(effort.scoresAll(501)).isFalse();
    assertThat(effort.ofPlan().looksUpCentroids(4000)).isFalse();
    assertThat(effort.ofPlan().looksUpCentroids(4001)).isTrue();
    assertThat(new ShardEffort(1000, 2000, 500, false).ofPlan().rescore()).isEqualTo(2000);
    assertThat(new ShardEffort(10, 2000, 500, true).scoresAll(1_000_000)).isTrue();
  }
}
