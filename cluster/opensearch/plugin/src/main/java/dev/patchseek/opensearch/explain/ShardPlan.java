package dev.patchseek.opensearch.explain;

import dev.patchseek.opensearch.query.Stage;
import java.io.IOException;
import java.util.List;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.core.xcontent.ToXContentObject;
import org.opensearch.core.xcontent.XContentBuilder;

/**
 * How a shard found its best images.
 *
 * @param shard its number in the index
 * @param name of the plan
 * @param stages what was done, in order; the first one is the filter
 */
record ShardPlan(int shard, String name, List<Stage> stages)
    implements Writeable, ToXContentObject {

  ShardPlan(StreamInput in) throws IOException {
    this(in.readVInt(), in.readString(), in.readList(Stage::new));
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeVInt(shard);
    out.writeString(name);
    out.writeList(stages);
  }

  @Override
  public XContentBuilder toXContent(XContentBuilder builder, Params params) throws IOException {
    builder.startObject().field("shard", shard).field("plan", name).startArray("stages");
    for (Stage stage : stages) {
      builder
          .startObject()
          .field("name", stage.name())
          .field("from", stage.from())
          .field("to", stage.to())
          .field("nanos", stage.nanos())
          .endObject();
    }
    return builder.endArray().endObject();
  }
}
