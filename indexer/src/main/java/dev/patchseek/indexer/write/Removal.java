package dev.patchseek.indexer.write;

/** What a run removes from the index of what has gone from its source. */
public enum Removal {
  /** Nothing. */
  NOTHING,

  /** Images; nothing, where a whole folder has lost its images, as when a disk is not mounted. */
  IMAGES,

  /** Images, also where that empties folders. */
  FOLDERS
}
