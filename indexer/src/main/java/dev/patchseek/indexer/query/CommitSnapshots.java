package dev.patchseek.indexer.query;

import dev.patchseek.indexer.format.ModelIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** The commits of one index. A newer one shares the segments that it has in common. */
final class CommitSnapshots extends Snapshots {

  private final Path index;
  private final Directory directory;

  CommitSnapshots(Path index, ModelIdentity model) throws IOException {
    super(model);
    this.index = index;
    this.directory = FSDirectory.open(index);
    this.current = snapshot(DirectoryReader.open(directory));
  }

  private Snapshot snapshot(DirectoryReader reader) throws IOException {
    Snapshot.Part commit = checked(index, reader);
    return new Snapshot(reader, Snapshot.codebooks(List.of(commit)), reader.getVersion());
  }

  @Override
  protected Snapshot refreshIfNeeded(Snapshot before) throws IOException {
    DirectoryReader newer = DirectoryReader.openIfChanged((DirectoryReader) before.reader());
    return newer == null ? null : snapshot(newer);
  }

  @Override
  protected void afterClose() throws IOException {
    directory.close();
  }
}
