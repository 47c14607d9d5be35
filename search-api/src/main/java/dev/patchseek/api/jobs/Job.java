package dev.patchseek.api.jobs;

import java.time.Instant;

/**
 * An indexing job, as it stands.
 *
 * @param name what people call it
 * @param done pictures dealt with
 * @param total pictures of the source; 0 until they are counted
 * @param skipped pictures that cannot be indexed
 * @param added pictures that are new in the index; known at the end
 * @param updated pictures that had changed; known at the end
 * @param unchanged pictures that the index held already; known at the end
 * @param message why it failed; empty unless it did
 * @param ended null until it has
 */
record Job(
    String id,
    String name,
    State state,
    long done,
    long total,
    long skipped,
    long added,
    long updated,
    long unchanged,
    String message,
    Instant created,
    Instant ended) {

  /** Where a job is on its way. */
  enum State {
    WAITING,
    RUNNING,
    DONE,
    CANCELLED,
    FAILED;

    boolean isOver() {
      return compareTo(DONE) >= 0;
    }
  }

  static Job waiting(String id, String name) {
    return new Job(id, name, State.WAITING, 0, 0, 0, 0, 0, 0, "", Instant.now(), null);
  }

  Job at(long nowDone, long nowTotal, long nowSkipped) {
    return new Job(
        id, name, State.RUNNING, nowDone, nowTotal, nowSkipped, 0, 0, 0, "", created, null);
  }

  Job counted(long nowAdded, long nowUpdated, long nowUnchanged, long nowSkipped) {
    return new Job(
        id,
        name,
        State.DONE,
        done,
        total,
        nowSkipped,
        nowAdded,
        nowUpdated,
        nowUnchanged,
        "",
        created,
        Instant.now());
  }

  Job ended(State how, String why) {
    return new Job(
        id,
        name,
        how,
        done,
        total,
        skipped,
        added,
        updated,
        unchanged,
        why,
        created,
        Instant.now());
  }
}
