package dev.patchseek.opensearch.query;

import java.io.IOException;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;

/**
 * A step of a plan in a shard.
 *
 * @param name of it, as PatchSeek's engine calls it
 * @param from images it looked at
 * @param to images it left for the next
 * @param nanos it took
 */
public record Stage(String name, int from, int to, long nanos) implements Writeable {

  /** Reads what another node has sent. */
  public Stage(StreamInput in) throws IOException {
    this(in.readString(), in.readVInt(), in.readVInt(), in.readVLong());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(name);
    out.writeVInt(from);
    out.writeVInt(to);
    out.writeVLong(nanos);
  }
}
