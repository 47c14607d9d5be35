package dev.patchseek.data.dataset;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;

/**
 * The picture files below a folder, found while they are asked for: what it holds grows with the
 * depth of the folders, not with their files. The order is that of the file system. Links are
 * followed, but not back into a folder that the walk is in. For one thread.
 */
final class FolderWalk implements Iterator<ListedImage>, AutoCloseable {

  /** A folder that is being listed. */
  private record Level(Path folder, DirectoryStream<Path> listing, Iterator<Path> entries) {}

  private final Path root;
  private final BiConsumer<String, IOException> unreadable;
  private final Deque<Level> levels = new ArrayDeque<>();
  private ListedImage next;

  /**
   * Starts at a folder.
   *
   * @param unreadable told of each folder that cannot be listed (its name, relative to the root)
   *     and why; the walk goes on without it
   */
  FolderWalk(Path root, BiConsumer<String, IOException> unreadable) {
    this.root = root;
    this.unreadable = unreadable;
    enter(root);
  }

  @Override
  public boolean hasNext() {
    while (next == null && !levels.isEmpty()) {
      step();
    }
    return next != null;
  }

  @Override
  public ListedImage next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ListedImage image = next;
    next = null;
    return image;
  }

  @Override
  public void close() {
    while (!levels.isEmpty()) {
      leave();
    }
  }

  private void step() {
    Level level = levels.peek();
    Path entry = null;
    try {
      entry = level.entries().hasNext() ? level.entries().next() : null;
    } catch (DirectoryIteratorException e) {
      unreadable.accept(nameOf(level.folder()), e.getCause());
    }
    if (entry == null) {
      leave();
      return;
    }
    String name = nameOf(entry);
    if (ImageCollection.isHidden(name)) {
      return;
    }
    if (Files.isDirectory(entry)) {
      enter(entry);
    } else if (ImageCollection.isPicture(name)) {
      next = new FileImage(name, entry);
    }
  }

  private void enter(Path folder) {
    try {
      if (!isInside(folder)) {
        DirectoryStream<Path> listing = Files.newDirectoryStream(folder);
        levels.push(new Level(folder, listing, listing.iterator()));
      }
    } catch (IOException e) {
      unreadable.accept(nameOf(folder), e);
    }
  }

  /** Whether a folder is one of those that are being listed: a link led back. */
  private boolean isInside(Path folder) throws IOException {
    if (!Files.isSymbolicLink(folder)) {
      return false;
    }
    for (Level level : levels) {
      if (Files.isSameFile(level.folder(), folder)) {
        return true;
      }
    }
    return false;
  }

  private void leave() {
    Level level = levels.pop();
    try {
      level.listing().close();
    } catch (IOException e) {
      unreadable.accept(nameOf(level.folder()), e);
    }
  }

  private String nameOf(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }
}
