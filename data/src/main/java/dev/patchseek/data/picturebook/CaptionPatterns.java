package dev.patchseek.data.picturebook;

import java.util.List;

/**
 * The forms captions take. {A} and {B} are groups, {r} the relation of A to B, {L} all groups as a
 * list, {rest} those a relation leaves over. {is}, {has}, {stands} agree with A, {are} with the
 * list, {them} stands for B. {where} is the place with its time and a space before it, {there} and
 * {Where} the same where a caption cannot do without, {place} the place as a noun. A pattern that
 * ends in "." is a sentence; others are written with or without a capital and a full stop.
 */
final class CaptionPatterns {

  /** For a scene of one group. */
  static final List<String> ALONE =
      List.of(
          "{A}{where}",
          "{A}{where}",
          "{A}{where}",
          "{A}, alone{where}",
          "a picture of {A}{where}",
          "a drawing of {A}{where}",
          "{place} with {A}",
          "{place} where {A} {stands}",
          "There {is} {A}{where}.",
          "{A} {stands}{where}.",
          "{A} {is} {there}.",
          "{A} can be seen{where}.",
          "{A} {is} shown{where}.",
          "{A} {has} been drawn{where}.",
          "You can see {A}{where}.",
          "The picture shows {A}{where}.",
          "Here {is} {A}{where}.",
          "Look at {A}{where}.",
          "We see {A}{where}.",
          "{Where}, there {is} {A}.",
          "{Where} {stands} {A}.",
          "{Where} you can see {A}.",
          "{Where}, {A} {stands}.");

  /** For a scene of several groups of which nothing is said but that they are there. */
  static final List<String> LISTED =
      List.of(
          "{L}{where}",
          "{L}{where}",
          "{L}{where}",
          "a picture of {L}{where}",
          "a drawing of {L}{where}",
          "{place} with {L}",
          "{A} together with {rest}{where}",
          "{A} in the company of {rest}{where}",
          "There {is} {L}{where}.",
          "{L} are {there}.",
          "{L} can be seen{where}.",
          "{L} are shown{where}.",
          "{L} have been drawn{where}.",
          "You can see {L}{where}.",
          "The picture shows {L}{where}.",
          "Here {is} {L}{where}.",
          "{Where} there {is} {L}.",
          "{Where}, {L} can be seen.",
          "{Where} you can find {L}.",
          "{A} {stands}{where} with {rest}.",
          "{A} {is} {there}, and so {are} {rest}.",
          "{Where}, {A} {stands} with {rest}.");

  /** For a scene in which a group is said to be above, behind, … another. */
  static final List<String> RELATED =
      List.of(
          "{A} {r} {B}{where}{rest}",
          "{A} {r} {B}{where}{rest}",
          "{A} {r} {B}{where}{rest}",
          "{A}{where} {r} {B}{rest}",
          "{B} with {A} {r} {them}{where}{rest}",
          "{place} with {A} {r} {B}{rest}",
          "{place} where {A} {stands} {r} {B}{rest}",
          "a picture of {A} {r} {B}{where}{rest}",
          "There {is} {A} {r} {B}{where}{rest}.",
          "{A} {is} {r} {B}{where}{rest}.",
          "{A} {stands} {r} {B}{where}{rest}.",
          "{A} can be seen {r} {B}{where}{rest}.",
          "{A} {is} shown {r} {B}{where}{rest}.",
          "{A} {has} been drawn {r} {B}{where}{rest}.",
          "You can see {A} {r} {B}{where}{rest}.",
          "The picture shows {A} {r} {B}{where}{rest}.",
          "{R} {B} there {is} {A}{where}{rest}.",
          "{R} {B} {stands} {A}{where}{rest}.",
          "{Where}, {A} {is} {r} {B}{rest}.",
          "{Where} there {is} {A} {r} {B}{rest}.",
          "{Where}, {A} {stands} {r} {B}{rest}.",
          "{Where} you can see {A} {r} {B}{rest}.");

  private CaptionPatterns() {}
}
