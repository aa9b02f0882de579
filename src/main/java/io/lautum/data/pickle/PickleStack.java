package io.lautum.data.pickle;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack and the memo of a pickle, within limits on values and nesting: a short pickle may
 * otherwise build a structure of any size.
 */
public final class PickleStack {
  /** Maximum number of values. CIFAR-100 has 150,000 labels and names. */
  private static final int MOST_VALUES = 4_000_000;

  private static final int MOST_NESTED = 64;

  private final String name;
  private final List<Object> values = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, Object> memo = new HashMap<>();

  /** The depth of the tuples that contain containers. */
  private final Map<Object[], Integer> nestedTuples = new IdentityHashMap<>();

  private long offset;
  private int count;

  PickleStack(String name) {
    this.name = name;
  }

  /** A list or dictionary with the number of containers below it. */
  private static final class Items {
    private final List<Object> list;
    private final Map<Object, Object> entries;
    private int depth = 1;

    private Items(List<Object> list, Map<Object, Object> entries) {
      this.list = list;
      this.entries = entries;
    }
  }

  /** Remembers the position of the current operation, for messages. */
  void at(long position) {
    offset = position;
  }

  String where() {
    return Text.format("%s: offset %d", name, offset);
  }

  DataException fault(String text, Object... arguments) {
    return new DataException(where() + ": " + Text.format(text, arguments));
  }

  void push(Object value) {
    if (++count > MOST_VALUES) {
      throw fault("expected at most %d values, found more", MOST_VALUES);
    }
    values.add(value);
  }

  void pushList() {
    push(new Items(new ArrayList<>(), null));
  }

  void pushDictionary() {
    push(new Items(null, new LinkedHashMap<>()));
  }

  void mark() {
    requireDepth(marks.size() + 1);
    marks.push(values.size());
  }

  Object pop() {
    int bottom = marks.isEmpty() ? 0 : marks.peek();
    if (values.size() <= bottom) {
      throw fault("expected a value on the stack, found none");
    }
    return values.remove(values.size() - 1);
  }

  Object peek() {
    Object top = pop();
    values.add(top);
    return top;
  }

  /** Removes and returns the values since the last mark. */
  Object[] popToMark() {
    if (marks.isEmpty()) {
      throw fault("expected a mark on the stack, found none");
    }
    List<Object> since = values.subList(marks.pop(), values.size());
    Object[] items = since.toArray();
    since.clear();
    return items;
  }

  /** Pushes a tuple of the last {@code size} values. */
  void tuple(int size) {
    Object[] items = new Object[size];
    for (int i = size - 1; i >= 0; i--) {
      items[i] = pop();
    }
    pushTuple(items);
  }

  void pushTuple(Object... items) {
    int depth = 1;
    for (Object item : items) {
      depth = Math.max(depth, 1 + depth(item));
    }
    requireDepth(depth);
    if (depth > 1) {
      nestedTuples.put(items, depth);
    }
    push(items);
  }

  /** Returns the number of containers within each other, 0 for other values. */
  private int depth(Object value) {
    if (value instanceof Items items) {
      return items.depth;
    }
    return value instanceof Object[] tuple ? nestedTuples.getOrDefault(tuple, 1) : 0;
  }

  private void requireDepth(int depth) {
    if (depth > MOST_NESTED) {
      throw fault("expected at most %d nested values, found more", MOST_NESTED);
    }
  }

  /** Adds items to the list on top of the stack. */
  void append(Object... items) {
    if (!(peek() instanceof Items target) || target.list == null) {
      throw fault("expected a list on the stack, found none");
    }
    for (Object item : items) {
      nest(target, item);
      target.list.add(item);
    }
  }

  /** Adds keys and values, alternately, to the dictionary on top of the stack. */
  void put(Object... items) {
    if (!(peek() instanceof Items target) || target.entries == null || items.length % 2 != 0) {
      throw fault("expected a dictionary, keys and values on the stack, found others");
    }
    for (int i = 0; i < items.length; i += 2) {
      Object key = items[i];
      String text = PickleCallable.text(key);
      if (text == null && !(key instanceof Long)) {
        throw fault("expected strings or whole numbers as keys, found others");
      }
      nest(target, items[i + 1]);
      target.entries.put(text == null ? key : text, items[i + 1]);
    }
  }

  private void nest(Items target, Object item) {
    if (++count > MOST_VALUES) {
      throw fault("expected at most %d values, found more", MOST_VALUES);
    }
    target.depth = Math.max(target.depth, 1 + depth(item));
    requireDepth(target.depth);
  }

  void remember(long index) {
    if (memo.size() >= MOST_VALUES) {
      throw fault("expected at most %d remembered values, found more", MOST_VALUES);
    }
    memo.put(index, peek());
  }

  void rememberNext() {
    remember(memo.size());
  }

  void recall(long index) {
    if (!memo.containsKey(index)) {
      throw fault("expected the number of a remembered value, found %d", index);
    }
    push(memo.get(index));
  }

  /** Returns the dictionary that is the only value, with both kinds of strings as text. */
  Map<Object, Object> result() {
    if (values.size() != 1 || !(values.get(0) instanceof Items top) || top.entries == null) {
      throw fault("expected one dictionary, found another value");
    }
    return top.entries;
  }

  /** Returns the items of a list or tuple of a result; null for other values. */
  public static List<Object> list(Object value) {
    if (value instanceof Items items) {
      return items.list;
    }
    return value instanceof Object[] tuple ? Arrays.asList(tuple) : null;
  }
}
