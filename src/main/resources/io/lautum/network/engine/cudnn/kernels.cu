// Kernels of the engine cudnn. NVRTC compiles them for the device of the process.
//
// Tensors have one of two formats:
//
// - Planes: 32-bit floats (outer, channels, inner). For row-major images (rows, channels, height,
//   width), outer is rows and inner is height x width; for rows of features, inner is 1.
// - Pixels: bfloat16 (rows, height, width, channels), as tensor cores read images. The channels are
//   padded with zeros to a multiple of 8, so that a thread reads and writes groups of 8 channels, 16
//   bytes. Kernels for this format end in "Pixels" and compute in float.
//
// Sums are computed in two stages in a fixed order and without atomic operations, so that two runs
// have the same bits. Blocks of kernels with shared memory have a power of two of at most BLOCK
// threads.

#define BLOCK 256

typedef unsigned char byte;

static __device__ int thread() { return blockIdx.x * blockDim.x + threadIdx.x; }

// Images from resident bytes

// A description has rowWords words per row: position in the set, flags, shift of rows and columns,
// then, with 64 bits each, the linear map (4), start and scale of rows and columns (4), state and
// deviation of the noise, then place and number of listed values of noise, erased rows and columns (4),
// and factor and offset of each channel. A listed value has 3 words: position, extra draws, noise.
// Products and sums are rounded one by one, as on the CPU, so that the images are the same.

#define MAPPED 1
#define STRETCHED 2
#define MIRRORED_ROWS 4
#define MIRRORED_COLUMNS 8
#define COLOURED 16
#define GREY 32
#define NOISY 64

static __device__ unsigned long long wide(const int* words) {
  return (unsigned long long)(unsigned)words[1] << 32 | (unsigned)words[0];
}

static __device__ double real(const int* words) {
  union {
    unsigned long long bits;
    double value;
  } number;
  number.bits = wide(words);
  return number.value;
}

static __device__ float single(int word) {
  union {
    int bits;
    float value;
  } number;
  number.bits = word;
  return number.value;
}

// A channel of an image in the set, and the description of its row.
struct Source {
  const byte* plane;
  const float* levels;
  const int* change;
  int height, width;
};

static __device__ float level(Source s, int row, int column) {
  return s.levels[s.plane[row * s.width + column]];
}

static __device__ double inside(double coordinate, int last) {
  double low = coordinate > 0 ? coordinate : 0;
  return low < last ? low : last;
}

// Interpolates between four values: across from left to right, then down.
static __device__ float bilinear(float topLeft, float topRight, float bottomLeft, float bottomRight,
                                 float down, float across) {
  float above = __fadd_rn(topLeft, __fmul_rn(across, __fadd_rn(topRight, -topLeft)));
  float below = __fadd_rn(bottomLeft, __fmul_rn(across, __fadd_rn(bottomRight, -bottomLeft)));
  return __fadd_rn(above, __fmul_rn(down, __fadd_rn(below, -above)));
}

// The value of the linearly mapped image at a pixel.
static __device__ float mapped(Source s, int y, int x) {
  if (!(s.change[1] & MAPPED)) return level(s, y, x);
  const int* map = s.change + 4;
  int lastRow = s.height - 1, lastColumn = s.width - 1;
  double down = y - lastRow / 2.0, right = x - lastColumn / 2.0;
  double row = __dadd_rn(__dadd_rn(lastRow / 2.0, __dmul_rn(real(map), down)),
                         __dmul_rn(real(map + 2), right));
  double column = __dadd_rn(__dadd_rn(lastColumn / 2.0, __dmul_rn(real(map + 4), down)),
                            __dmul_rn(real(map + 6), right));
  row = inside(row, lastRow);
  column = inside(column, lastColumn);
  int top = (int)row, left = (int)column;
  int bottom = top < lastRow ? top + 1 : lastRow, next = left < lastColumn ? left + 1 : lastColumn;
  return bilinear(level(s, top, left), level(s, top, next), level(s, bottom, left),
                  level(s, bottom, next), (float)(row - top), (float)(column - left));
}

// The source of position i of an axis that is shifted and then mirrored.
static __device__ int moved(int i, int shift, int mirrored, int last) {
  int from = i - shift < 0 ? 0 : i - shift > last ? last : i - shift;
  return mirrored ? last - from : from;
}

// The source position of a pixel's centre on an axis of which a part is stretched.
static __device__ double stretched(const int* axis, int pixel, int last) {
  double centre = __dadd_rn(real(axis), __dmul_rn(pixel + 0.5, real(axis + 2)));
  return inside(__dadd_rn(centre, -0.5), last);
}

// The value of the moved image at a pixel, and its colour.
static __device__ float coloured(Source s, int y, int x, int channel) {
  const int* change = s.change;
  int lastRow = s.height - 1, lastColumn = s.width - 1;
  int fromRow = moved(y, change[2], change[1] & MIRRORED_ROWS, lastRow);
  int fromColumn = moved(x, change[3], change[1] & MIRRORED_COLUMNS, lastColumn);
  float value;
  if (change[1] & STRETCHED) {
    double row = stretched(change + 12, fromRow, lastRow);
    double column = stretched(change + 16, fromColumn, lastColumn);
    int top = (int)row, left = (int)column;
    int bottom = top < lastRow ? top + 1 : lastRow, next = left < lastColumn ? left + 1 : lastColumn;
    value = bilinear(mapped(s, top, left), mapped(s, top, next), mapped(s, bottom, left),
                     mapped(s, bottom, next), (float)(row - top), (float)(column - left));
  } else {
    value = mapped(s, fromRow, fromColumn);
  }
  if (!(change[1] & COLOURED)) return value;
  const int* colours = change + 30 + 2 * channel;
  return __fadd_rn(__fmul_rn(single(colours[0]), value), single(colours[1]));
}

// The normal number that is added to value k of an image.
static __device__ float noise(const int* words, const int* change, const double* layers, int k) {
  const int* listed = words + change[24];
  int low = 0, high = change[25];
  while (low < high) {
    int middle = (low + high) / 2;
    if (listed[3 * middle] < k) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low < change[25] && listed[3 * low] == k) return single(listed[3 * low + 2]);
  int extra = low > 0 ? listed[3 * low - 2] : 0;
  // SplitMix64 (Steele, Lea & Flood 2014)
  unsigned long long z = wide(change + 20) + (k + extra + 1) * 0x9e3779b97f4a7c15ull;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ z >> 27) * 0x94d049bb133111ebull;
  z ^= z >> 31;
  return (float)__dmul_rn(real(change + 22), __dmul_rn(layers[z & 0xff], (double)(long long)z));
}

// images (rows, channels, height, width) <- changed images of a set, described from row `first` of the
// words. One thread per pixel of all rows.
extern "C" __global__ void renderImages(const byte* set, const float* levels, const double* layers,
                                        const int* words, int first, int rowWords, int channels,
                                        int height, int width, float* images, int n) {
  int i = thread();
  if (i >= n) return;
  int plane = height * width, row = i / plane, pixel = i % plane, y = pixel / width, x = pixel % width;
  const int* change = words + (first + row) * rowWords;
  const byte* image = set + (unsigned long long)change[0] * channels * plane;
  float luminance = 0;
  if (change[1] & GREY) {
    const float weights[] = {0.299f, 0.587f, 0.114f};
    for (int c = 0; c < 3; c++) {
      Source source = {image + c * plane, levels + 256 * c, change, height, width};
      luminance = __fadd_rn(luminance, __fmul_rn(weights[c], coloured(source, y, x, c)));
    }
  }
  bool erased = y >= change[26] && y < change[27] && x >= change[28] && x < change[29];
  for (int c = 0; c < channels; c++) {
    Source source = {image + c * plane, levels + 256 * c, change, height, width};
    float value = change[1] & GREY ? luminance : coloured(source, y, x, c);
    int k = c * plane + pixel;
    if (change[1] & NOISY) value = __fadd_rn(value, noise(words, change, layers, k));
    images[row * channels * plane + k] = erased ? 0 : value;
  }
}

// Formats

// The nearest bfloat16, the even one of two.
static __device__ unsigned short rounded(float x) {
  union {
    float value;
    unsigned bits;
  } number;
  number.value = x;
  if (x != x) return 0x7FC0;
  return (unsigned short)((number.bits + 0x7FFF + (number.bits >> 16 & 1)) >> 16);
}

static __device__ float widened(unsigned short x) {
  union {
    float value;
    unsigned bits;
  } number;
  number.bits = (unsigned)x << 16;
  return number.value;
}

// 8 channels of a pixel in bfloat16; words, because a thread reads at most 4 values at once.
struct alignas(16) Eight {
  unsigned pairs[4];
};

// An item is what one thread of a kernel for both formats computes: WIDTH values, all of the same
// position.
template <class T>
struct Item;

template <>
struct Item<float> {
  static const int WIDTH = 1;
  float values[WIDTH];

  // Number of items between two adjacent pixels of a channel.
  static __device__ int stride(int) { return 1; }

  // Channel of the first value of item i.
  static __device__ int channel(int i, int channels, int inner) { return i / inner % channels; }

  static __device__ Item read(const float* x, int i) { return {x[i]}; }

  __device__ void write(float* y, int i) const { y[i] = values[0]; }
};

template <>
struct Item<Eight> {
  static const int WIDTH = 8;
  float values[WIDTH];

  static __device__ int stride(int channels) { return (channels + WIDTH - 1) / WIDTH; }

  static __device__ int channel(int i, int channels, int) { return i % stride(channels) * WIDTH; }

  static __device__ Item read(const Eight* x, int i) {
    Eight eight = x[i];
    Item item;
    for (int k = 0; k < WIDTH; k++) {
      item.values[k] = widened((unsigned short)(eight.pairs[k / 2] >> k % 2 * 16));
    }
    return item;
  }

  __device__ void write(Eight* y, int i) const {
    Eight eight;
    for (int k = 0; k < WIDTH / 2; k++) {
      eight.pairs[k] = rounded(values[2 * k]) | (unsigned)rounded(values[2 * k + 1]) << 16;
    }
    y[i] = eight;
  }
};

// y <- x in the other format. One thread per item of y, those of adjacent pixels next to each other.
extern "C" __global__ void toPixels(const float* x, Eight* y, int channels, int inner, int n) {
  int i = thread();
  if (i >= n) return;
  int groups = Item<Eight>::stride(channels);
  int pixel = i % inner, group = i / inner % groups, row = i / inner / groups;
  Item<Eight> item;
  for (int k = 0; k < 8; k++) {
    int c = group * 8 + k;
    item.values[k] = c < channels ? x[(row * channels + c) * inner + pixel] : 0;
  }
  item.write(y, (row * inner + pixel) * groups + group);
}

// y <- x in the other format. One thread per item of x.
extern "C" __global__ void toPlanes(const Eight* x, float* y, int channels, int inner, int n) {
  int i = thread();
  if (i >= n) return;
  int groups = Item<Eight>::stride(channels);
  int pixel = i % inner, group = i / inner % groups, row = i / inner / groups;
  Item<Eight> item = Item<Eight>::read(x, (row * inner + pixel) * groups + group);
  for (int k = 0; k < 8; k++) {
    int c = group * 8 + k;
    if (c < channels) y[(row * channels + c) * inner + pixel] = item.values[k];
  }
}

// filters <- the weights at their places, which are -1 for padding, in bfloat16.
extern "C" __global__ void roundWeights(const float* weights, const int* places,
                                        unsigned short* filters, int n) {
  int i = thread();
  if (i < n) filters[i] = places[i] < 0 ? 0 : rounded(weights[places[i]]);
}

// The inverse of roundWeights.
extern "C" __global__ void widenWeights(const unsigned short* filters, const int* places,
                                        float* weights, int n) {
  int i = thread();
  if (i < n && places[i] >= 0) weights[places[i]] = widened(filters[i]);
}

// Element by element

// y <- y + bias of the channel, then max(y, 0) if rectified.
template <class T>
static __device__ void addBiasTo(T* y, const float* bias, int channels, int inner, int rectified,
                                 int n) {
  int i = thread();
  if (i >= n) return;
  int first = Item<T>::channel(i, channels, inner);
  Item<T> item = Item<T>::read(y, i);
  for (int k = 0; k < Item<T>::WIDTH; k++) {
    float value = first + k < channels ? item.values[k] + bias[first + k] : 0;
    item.values[k] = rectified && !(value > 0) ? 0 : value;
  }
  item.write(y, i);
}

extern "C" __global__ void addBias(float* y, const float* bias, int channels, int inner, int rectified,
                                   int n) {
  addBiasTo(y, bias, channels, inner, rectified, n);
}

extern "C" __global__ void addBiasPixels(Eight* y, const float* bias, int channels, int inner,
                                         int rectified, int n) {
  addBiasTo(y, bias, channels, inner, rectified, n);
}

template <class T>
static __device__ void rectifyItems(const T* x, T* y, int n) {
  int i = thread();
  if (i >= n) return;
  Item<T> item = Item<T>::read(x, i);
  for (float& value : item.values) value = value > 0 ? value : 0;
  item.write(y, i);
}

extern "C" __global__ void rectify(const float* x, float* y, int n) {
  rectifyItems(x, y, n);
}

extern "C" __global__ void rectifyPixels(const Eight* x, Eight* y, int n) {
  rectifyItems(x, y, n);
}

// The gradient through max(x, 0), computed from the output y.
template <class T>
static __device__ void rectifyGradient(const T* y, const T* dy, T* dx, int n) {
  int i = thread();
  if (i >= n) return;
  Item<T> output = Item<T>::read(y, i), gradient = Item<T>::read(dy, i);
  for (int k = 0; k < Item<T>::WIDTH; k++) {
    if (!(output.values[k] > 0)) gradient.values[k] = 0;
  }
  gradient.write(dx, i);
}

extern "C" __global__ void rectifyBackward(const float* y, const float* dy, float* dx, int n) {
  rectifyGradient(y, dy, dx, n);
}

extern "C" __global__ void rectifyBackwardPixels(const Eight* y, const Eight* dy, Eight* dx, int n) {
  rectifyGradient(y, dy, dx, n);
}

template <class T>
static __device__ void addItems(const T* a, const T* b, T* y, int n) {
  int i = thread();
  if (i >= n) return;
  Item<T> sum = Item<T>::read(a, i), other = Item<T>::read(b, i);
  for (int k = 0; k < Item<T>::WIDTH; k++) sum.values[k] += other.values[k];
  sum.write(y, i);
}

extern "C" __global__ void add(const float* a, const float* b, float* y, int n) {
  addItems(a, b, y, n);
}

extern "C" __global__ void addPixels(const Eight* a, const Eight* b, Eight* y, int n) {
  addItems(a, b, y, n);
}

// y <- mask x. The mask is in float, because bfloat16 would round the factor of dropout.
template <class T>
static __device__ void maskItems(const float* mask, const T* x, T* y, int n) {
  int i = thread();
  if (i >= n) return;
  Item<T> item = Item<T>::read(x, i);
  for (int k = 0; k < Item<T>::WIDTH; k++) {
    item.values[k] = mask[i * Item<T>::WIDTH + k] * item.values[k];
  }
  item.write(y, i);
}

extern "C" __global__ void multiply(const float* mask, const float* x, float* y, int n) {
  maskItems(mask, x, y, n);
}

extern "C" __global__ void multiplyPixels(const float* mask, const Eight* x, Eight* y, int n) {
  maskItems(mask, x, y, n);
}

// y <- factor x. The factor is in memory, because a recorded launch keeps its arguments.
template <class T>
static __device__ void scaleItems(const T* x, const float* factor, T* y, int n) {
  int i = thread();
  if (i >= n) return;
  Item<T> item = Item<T>::read(x, i);
  for (float& value : item.values) value = factor[0] * value;
  item.write(y, i);
}

extern "C" __global__ void scale(const float* x, const float* factor, float* y, int n) {
  scaleItems(x, factor, y, n);
}

extern "C" __global__ void scalePixels(const Eight* x, const float* factor, Eight* y, int n) {
  scaleItems(x, factor, y, n);
}

// y <- x + epsilon sign(gradient) for the first `changed` values, and x for the others.
extern "C" __global__ void perturb(const float* x, const float* gradient, float epsilon, int changed,
                                   float* y, int n) {
  int i = thread();
  if (i >= n) return;
  float sign = gradient[i] > 0 ? 1 : gradient[i] < 0 ? -1 : 0;
  y[i] = i < changed ? x[i] + epsilon * sign : x[i];
}

// total <- total + more for the trained weights.
extern "C" __global__ void addTrained(float* total, const float* more, const byte* trained, int n) {
  int i = thread();
  if (i < n && trained[i]) total[i] += more[i];
}

// total <- before + factor total for the trained weights, and before for the others.
extern "C" __global__ void addScaled(const float* before, float factor, float* total,
                                     const byte* trained, int n) {
  int i = thread();
  if (i < n) total[i] = trained[i] ? before[i] + factor * total[i] : before[i];
}

// Sums over a block

// Returns the sum of a value over the threads of the block.
static __device__ float blockSum(float value, float* shared) {
  shared[threadIdx.x] = value;
  __syncthreads();
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) shared[threadIdx.x] += shared[threadIdx.x + half];
    __syncthreads();
  }
  float sum = shared[0];
  __syncthreads();
  return sum;
}

// Position of the k-th value of a channel.
static __device__ int place(int k, int channel, int channels, int inner) {
  return (k / inner * channels + channel) * inner + k % inner;
}

// parts (splits, channels) <- sums over parts of a channel. One block per channel and part.
extern "C" __global__ void sumChannels(const float* x, int outer, int channels, int inner, int splits,
                                       float* parts) {
  __shared__ float shared[BLOCK];
  int channel = blockIdx.x % channels, split = blockIdx.x / channels;
  float sum = 0;
  for (int k = split * blockDim.x + threadIdx.x; k < outer * inner; k += splits * blockDim.x) {
    sum += x[place(k, channel, channels, inner)];
  }
  sum = blockSum(sum, shared);
  if (threadIdx.x == 0) parts[split * channels + channel] = sum;
}

// sums (n) <- sums of the columns of parts (splits, n).
extern "C" __global__ void addParts(const float* parts, int splits, float* sums, int n) {
  int i = thread();
  if (i >= n) return;
  float sum = 0;
  for (int k = 0; k < splits; k++) sum += parts[k * n + i];
  sums[i] = sum;
}

// Sums over the pixels of images in the format Pixels. A block has `across` columns of threads, a power
// of two; a column adds a group of 8 channels, and its threads take turns with the pixels. Further
// blocks add further groups and further parts of the pixels.
struct Column {
  int first, groups, pixel, step, part;

  // Index of the group; not below `groups` for threads without work.
  int group;

  __device__ Column(int channels, int across, int splits) {
    groups = Item<Eight>::stride(channels);
    int sections = (groups + across - 1) / across, rows = blockDim.x / across;
    part = blockIdx.x / sections;
    group = blockIdx.x % sections * across + threadIdx.x % across;
    first = group * 8;
    pixel = part * rows + threadIdx.x / across;
    step = splits * rows;
  }

  __device__ bool has(int pixels) const { return group < groups && pixel < pixels; }

  __device__ void next() { pixel += step; }

  __device__ int item() const { return pixel * groups + group; }
};

// parts (splits, quantities, channels) <- sums over the threads of each column. shared has 8 channels
// of each quantity.
static __device__ void addColumns(float (*shared)[BLOCK], int quantities, int part, int first,
                                  int channels, int across, float* parts) {
  __syncthreads();
  for (int half = blockDim.x / 2; half >= across; half /= 2) {
    if (threadIdx.x < half) {
      for (int j = 0; j < quantities * 8; j++) {
        shared[j][threadIdx.x] += shared[j][threadIdx.x + half];
      }
    }
    __syncthreads();
  }
  if (threadIdx.x >= across) return;
  for (int j = 0; j < quantities * 8; j++) {
    int c = first + j % 8;
    if (c < channels) parts[(part * quantities + j / 8) * channels + c] = shared[j][threadIdx.x];
  }
}

extern "C" __global__ void sumChannelsPixels(const Eight* x, int pixels, int channels, int across,
                                             int splits, float* parts) {
  __shared__ float shared[8][BLOCK];
  Column column(channels, across, splits);
  float sums[8] = {};
  for (; column.has(pixels); column.next()) {
    Item<Eight> item = Item<Eight>::read(x, column.item());
    for (int k = 0; k < 8; k++) sums[k] += item.values[k];
  }
  for (int k = 0; k < 8; k++) shared[k][threadIdx.x] = sums[k];
  addColumns(shared, 1, column.part, column.first, channels, across, parts);
}

// sums (n) <- sums of the columns of parts (splits, n). One block per column.
extern "C" __global__ void addManyParts(const float* parts, int splits, float* sums, int n) {
  __shared__ float shared[BLOCK];
  float sum = 0;
  for (int k = threadIdx.x; k < splits; k += blockDim.x) sum += parts[k * n + blockIdx.x];
  sum = blockSum(sum, shared);
  if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

// Batch normalisation (Ioffe & Szegedy 2015)

// Number, mean and sum of squared deviations of some values.
struct Moments {
  float count, mean, squares;
};

// Moments of the union of two sets (Chan, Golub & LeVeque 1983, equation 2.1).
static __device__ Moments merged(Moments a, Moments b) {
  if (b.count == 0) return a;
  if (a.count == 0) return b;
  Moments both;
  both.count = a.count + b.count;
  float shift = b.mean - a.mean;
  both.mean = a.mean + shift * (b.count / both.count);
  both.squares = a.squares + b.squares + shift * shift * (a.count * b.count / both.count);
  return both;
}

// parts (splits, channels) <- moments of parts of a channel. One block per channel and part.
extern "C" __global__ void channelMoments(const float* x, int outer, int channels, int inner,
                                          int splits, Moments* parts) {
  __shared__ Moments shared[BLOCK];
  int channel = blockIdx.x % channels, split = blockIdx.x / channels;
  // Sums of differences from one of the values, because sums of squares would cancel.
  float origin = 0, sum = 0, squares = 0, count = 0;
  for (int k = split * blockDim.x + threadIdx.x; k < outer * inner; k += splits * blockDim.x) {
    float value = x[place(k, channel, channels, inner)];
    if (count == 0) origin = value;
    count++;
    sum += value - origin;
    squares += (value - origin) * (value - origin);
  }
  Moments own = {count, 0, 0};
  if (count > 0) {
    own.mean = origin + sum / count;
    own.squares = squares - sum * (sum / count);
  }
  shared[threadIdx.x] = own;
  __syncthreads();
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      shared[threadIdx.x] = merged(shared[threadIdx.x], shared[threadIdx.x + half]);
    }
    __syncthreads();
  }
  if (threadIdx.x == 0) parts[split * channels + channel] = shared[0];
}

// Mean and biased variance of each channel.
extern "C" __global__ void mergeMoments(const Moments* parts, int splits, float* mean, float* variance,
                                        int channels) {
  int c = thread();
  if (c >= channels) return;
  Moments all = parts[c];
  for (int k = 1; k < splits; k++) all = merged(all, parts[k * channels + c]);
  mean[c] = all.mean;
  variance[c] = all.squares > 0 ? all.squares / all.count : 0;
}

// Mean and variance from running averages; the second is the logarithm to base 10 of the deviation.
extern "C" __global__ void useRunning(const float* runningMean, const float* runningDeviation,
                                      float* mean, float* variance, int channels) {
  int c = thread();
  if (c >= channels) return;
  mean[c] = runningMean[c];
  variance[c] = powf(10, 2 * runningDeviation[c]);
}

// The "gradients" of the running averages: old value minus new value.
extern "C" __global__ void followMoments(const float* mean, const float* variance,
                                         const float* runningMean, const float* runningDeviation,
                                         float share, float* meanGradient, float* deviationGradient,
                                         int channels) {
  int c = thread();
  if (c >= channels) return;
  meanGradient[c] = share * (runningMean[c] - mean[c]);
  float old = powf(10, 2 * runningDeviation[c]);
  float next = (1 - share) * old + share * variance[c];
  deviationGradient[c] = 0.5f * log10f(old / next);
}

// y <- scale (x - mean) / sqrt(variance + epsilon) + shift, then max(y, 0) if rectified.
extern "C" __global__ void normalise(const float* x, const float* mean, const float* variance,
                                     const float* scale, const float* shift, float epsilon,
                                     int rectified, float* y, int channels, int inner, int n) {
  int i = thread();
  if (i >= n) return;
  int c = i / inner % channels;
  float value = scale[c] * ((x[i] - mean[c]) / sqrtf(variance[c] + epsilon)) + shift[c];
  y[i] = rectified && !(value > 0) ? 0 : value;
}

// parts (splits, 2, channels) <- sums of dy times the normalised x, and of dy, over parts of a
// channel, where dy counts only for y > 0 if rectified. One block per channel and part.
extern "C" __global__ void normaliseSums(const float* x, const float* y, const float* dy,
                                         const float* mean, const float* variance, float epsilon,
                                         int rectified, int outer, int channels, int inner, int splits,
                                         float* parts) {
  __shared__ float shared[BLOCK];
  int c = blockIdx.x % channels, split = blockIdx.x / channels;
  float factor = 1 / sqrtf(variance[c] + epsilon), centre = mean[c];
  float products = 0, sum = 0;
  for (int k = split * blockDim.x + threadIdx.x; k < outer * inner; k += splits * blockDim.x) {
    int i = place(k, c, channels, inner);
    float gradient = rectified && !(y[i] > 0) ? 0 : dy[i];
    products += gradient * ((x[i] - centre) * factor);
    sum += gradient;
  }
  products = blockSum(products, shared);
  sum = blockSum(sum, shared);
  if (threadIdx.x == 0) {
    parts[split * 2 * channels + c] = products;
    parts[(split * 2 + 1) * channels + c] = sum;
  }
}

// The gradient with respect to x. sums (2, channels) are those of normaliseSums. If statistics is 0,
// mean and variance do not depend on x.
extern "C" __global__ void normaliseBackward(const float* x, const float* y, const float* dy,
                                             const float* mean, const float* variance,
                                             const float* scale, const float* sums, float epsilon,
                                             int rectified, int statistics, float* dx, int channels,
                                             int inner, int n) {
  int i = thread();
  if (i >= n) return;
  int c = i / inner % channels;
  float factor = 1 / sqrtf(variance[c] + epsilon);
  float gradient = rectified && !(y[i] > 0) ? 0 : dy[i];
  if (statistics) {
    float count = n / channels;
    float normalised = (x[i] - mean[c]) * factor;
    gradient -= (sums[channels + c] + normalised * sums[c]) / count;
  }
  dx[i] = scale[c] * factor * gradient;
}

// Batch normalisation of images in the format Pixels. Sums use the geometry of Column.

// parts (splits, 2, channels) <- sums of the differences from the first pixel, and of their squares.
// Without the differences, variances much smaller than the square of the mean would cancel.
extern "C" __global__ void channelMomentsPixels(const Eight* x, int pixels, int channels, int across,
                                                int splits, float* parts) {
  __shared__ float shared[16][BLOCK];
  Column column(channels, across, splits);
  float sums[8] = {}, squares[8] = {};
  if (column.has(pixels)) {
    Item<Eight> origin = Item<Eight>::read(x, column.group);
    for (; column.has(pixels); column.next()) {
      Item<Eight> item = Item<Eight>::read(x, column.item());
      for (int k = 0; k < 8; k++) {
        float difference = item.values[k] - origin.values[k];
        sums[k] += difference;
        squares[k] += difference * difference;
      }
    }
  }
  for (int k = 0; k < 8; k++) {
    shared[k][threadIdx.x] = sums[k];
    shared[8 + k][threadIdx.x] = squares[k];
  }
  addColumns(shared, 2, column.part, column.first, channels, across, parts);
}

// Mean and biased variance of each channel from the sums of channelMomentsPixels. One block per
// channel.
extern "C" __global__ void mergeMomentsPixels(const float* parts, int splits, const Eight* firstPixel,
                                              int pixels, float* mean, float* variance,
                                              int channels) {
  __shared__ float shared[BLOCK];
  int c = blockIdx.x;
  float sum = 0, squares = 0;
  for (int k = threadIdx.x; k < splits; k += blockDim.x) {
    sum += parts[2 * k * channels + c];
    squares += parts[(2 * k + 1) * channels + c];
  }
  sum = blockSum(sum, shared);
  squares = blockSum(squares, shared);
  if (threadIdx.x != 0) return;
  float shift = sum / pixels, spread = squares / pixels - shift * shift;
  mean[c] = widened((unsigned short)(firstPixel[c / 8].pairs[c % 8 / 2] >> c % 2 * 16)) + shift;
  variance[c] = spread > 0 ? spread : 0;
}

// The normalisation of 8 channels: y = factor (x - mean) + shift. Padding stays 0.
struct Normalisation {
  float mean[8], inverse[8], factor[8], shift[8];

  __device__ Normalisation(const float* means, const float* variances, const float* scales,
                           const float* shifts, float epsilon, int first, int channels) {
// Arrays are in registers only if their indices are constant.
#pragma unroll
    for (int k = 0; k < 8; k++) {
      int c = first + k;
      bool exists = c < channels;
      mean[k] = exists ? means[c] : 0;
      inverse[k] = exists ? 1 / sqrtf(variances[c] + epsilon) : 0;
      factor[k] = exists ? scales[c] * inverse[k] : 0;
      shift[k] = exists ? shifts[c] : 0;
    }
  }

  __device__ float normalise(float x, int k) const { return factor[k] * (x - mean[k]) + shift[k]; }
};

// y <- the normalised x, then max(y, 0) if rectified.
extern "C" __global__ void normalisePixels(const Eight* x, const float* mean, const float* variance,
                                           const float* scale, const float* shift, float epsilon,
                                           int rectified, Eight* y, int pixels, int channels,
                                           int across, int splits) {
  Column column(channels, across, splits);
  if (!column.has(pixels)) return;
  Normalisation norm(mean, variance, scale, shift, epsilon, column.first, channels);
  for (; column.has(pixels); column.next()) {
    Item<Eight> item = Item<Eight>::read(x, column.item());
    for (int k = 0; k < 8; k++) {
      float value = norm.normalise(item.values[k], k);
      item.values[k] = rectified && !(value > 0) ? 0 : value;
    }
    item.write(y, column.item());
  }
}

// parts (splits, 2, channels) <- sums of dy times (x - mean) / sqrt(variance + epsilon), and of dy.
// If rectified, dy counts only where the output is positive; the output is computed again, which
// needs less time than reading it.
extern "C" __global__ void normaliseSumsPixels(const Eight* x, const Eight* dy, const float* mean,
                                               const float* variance, const float* scale,
                                               const float* shift, float epsilon, int rectified,
                                               int pixels, int channels, int across, int splits,
                                               float* parts) {
  __shared__ float shared[16][BLOCK];
  Column column(channels, across, splits);
  float products[8] = {}, sums[8] = {};
  if (column.has(pixels)) {
    Normalisation norm(mean, variance, scale, shift, epsilon, column.first, channels);
    for (; column.has(pixels); column.next()) {
      Item<Eight> item = Item<Eight>::read(x, column.item());
      Item<Eight> gradient = Item<Eight>::read(dy, column.item());
#pragma unroll
      for (int k = 0; k < 8; k++) {
        bool counts = !rectified || norm.normalise(item.values[k], k) > 0;
        float counted = counts ? gradient.values[k] : 0;
        products[k] += counted * (item.values[k] - norm.mean[k]);
        sums[k] += counted;
      }
    }
    for (int k = 0; k < 8; k++) products[k] *= norm.inverse[k];
  }
  for (int k = 0; k < 8; k++) {
    shared[k][threadIdx.x] = products[k];
    shared[8 + k][threadIdx.x] = sums[k];
  }
  addColumns(shared, 2, column.part, column.first, channels, across, parts);
}

// The gradient with respect to x, plus others if adds is not 0. sums (2, channels) are those of
// normaliseSumsPixels. If statistics is 0, mean and variance do not depend on x.
extern "C" __global__ void normaliseBackwardPixels(const Eight* x, const Eight* dy, const float* mean,
                                                   const float* variance, const float* scale,
                                                   const float* shift, const float* sums,
                                                   float epsilon, int rectified, int statistics,
                                                   const Eight* others, int adds, Eight* dx,
                                                   int pixels, int channels, int across, int splits) {
  Column column(channels, across, splits);
  if (!column.has(pixels)) return;
  Normalisation norm(mean, variance, scale, shift, epsilon, column.first, channels);
  float byMean[8] = {}, byDeviation[8] = {};
#pragma unroll
  for (int k = 0; k < 8; k++) {
    int c = column.first + k;
    if (statistics && c < channels) {
      byMean[k] = sums[channels + c] / pixels;
      byDeviation[k] = sums[c] / pixels * norm.inverse[k];
    }
  }
  for (; column.has(pixels); column.next()) {
    Item<Eight> item = Item<Eight>::read(x, column.item());
    Item<Eight> gradient = Item<Eight>::read(dy, column.item()), other = {};
    if (adds) other = Item<Eight>::read(others, column.item());
#pragma unroll
    for (int k = 0; k < 8; k++) {
      bool counts = !rectified || norm.normalise(item.values[k], k) > 0;
      float counted = counts ? gradient.values[k] : 0;
      float through = byMean[k] + (item.values[k] - norm.mean[k]) * byDeviation[k];
      gradient.values[k] = norm.factor[k] * (counted - through) + other.values[k];
    }
    gradient.write(dx, column.item());
  }
}

// Pooling of images of height x width pixels

// The position of item i of images with `stride` items per pixel, or of planes, which are images of
// one channel.
struct Position {
  int image, row, column, offset;

  __device__ Position(int i, int stride, int height, int width) {
    offset = i % stride;
    column = i / stride % width;
    row = i / stride / width % height;
    image = i / stride / width / height;
  }

  // Returns the item of the first pixel of the same channels in images of other sides.
  __device__ int first(int stride, int height, int width) const {
    return image * height * width * stride + offset;
  }
};

// The maximum of each window, and its position in the window.
template <class T>
static __device__ void maxima(const T* x, T* y, byte* where, int channels, int height, int width,
                              int outHeight, int outWidth, int size, int stride, int padding, int n) {
  int i = thread();
  if (i >= n) return;
  int items = Item<T>::stride(channels);
  Position to(i, items, outHeight, outWidth);
  int first = to.first(items, height, width);
  int top = to.row * stride - padding, left = to.column * stride - padding;
  Item<T> best;
  int found[Item<T>::WIDTH];
  for (int& k : found) k = -1;
  for (int k = 0; k < size * size; k++) {
    int row = top + k / size, column = left + k % size;
    if (row < 0 || row >= height || column < 0 || column >= width) continue;
    Item<T> item = Item<T>::read(x, first + (row * width + column) * items);
    for (int j = 0; j < Item<T>::WIDTH; j++) {
      // Not greater, so that NaN is kept.
      if (found[j] < 0 || !(item.values[j] <= best.values[j])) {
        best.values[j] = item.values[j];
        found[j] = k;
      }
    }
  }
  best.write(y, i);
  for (int j = 0; j < Item<T>::WIDTH; j++) where[i * Item<T>::WIDTH + j] = (byte)found[j];
}

extern "C" __global__ void maxPool(const float* x, float* y, byte* where, int channels, int height,
                                   int width, int outHeight, int outWidth, int size, int stride,
                                   int padding, int n) {
  maxima(x, y, where, channels, height, width, outHeight, outWidth, size, stride, padding, n);
}

extern "C" __global__ void maxPoolPixels(const Eight* x, Eight* y, byte* where, int channels,
                                         int height, int width, int outHeight, int outWidth, int size,
                                         int stride, int padding, int n) {
  maxima(x, y, where, channels, height, width, outHeight, outWidth, size, stride, padding, n);
}

// Each pixel sums the gradients of the windows whose maximum it is, in their order.
template <class T>
static __device__ void maximaGradient(const T* dy, const byte* where, T* dx, int channels, int height,
                                      int width, int outHeight, int outWidth, int size, int stride,
                                      int padding, int n) {
  int i = thread();
  if (i >= n) return;
  int items = Item<T>::stride(channels);
  Position to(i, items, height, width);
  int first = to.first(items, outHeight, outWidth);
  int row = to.row + padding, column = to.column + padding;
  int firstRow = row < size ? 0 : (row - size) / stride + 1;
  int firstColumn = column < size ? 0 : (column - size) / stride + 1;
  Item<T> sum = {};
  for (int r = firstRow; r < outHeight && r * stride <= row; r++) {
    for (int c = firstColumn; c < outWidth && c * stride <= column; c++) {
      int o = first + (r * outWidth + c) * items;
      int position = (row - r * stride) * size + column - c * stride;
      Item<T> gradient = Item<T>::read(dy, o);
      for (int j = 0; j < Item<T>::WIDTH; j++) {
        if (where[o * Item<T>::WIDTH + j] == position) sum.values[j] += gradient.values[j];
      }
    }
  }
  sum.write(dx, i);
}

extern "C" __global__ void maxPoolBackward(const float* dy, const byte* where, float* dx, int channels,
                                           int height, int width, int outHeight, int outWidth, int size,
                                           int stride, int padding, int n) {
  maximaGradient(dy, where, dx, channels, height, width, outHeight, outWidth, size, stride, padding, n);
}

extern "C" __global__ void maxPoolBackwardPixels(const Eight* dy, const byte* where, Eight* dx,
                                                 int channels, int height, int width, int outHeight,
                                                 int outWidth, int size, int stride, int padding,
                                                 int n) {
  maximaGradient(dy, where, dx, channels, height, width, outHeight, outWidth, size, stride, padding, n);
}

// Number of positions of a window in [0, side).
static __device__ int covered(int first, int size, int side) {
  int from = first < 0 ? 0 : first, to = first + size > side ? side : first + size;
  return to - from;
}

// The mean of each window of sizeY x sizeX pixels; padding does not count.
template <class T>
static __device__ void averages(const T* x, T* y, int channels, int height, int width, int outHeight,
                                int outWidth, int sizeY, int sizeX, int stride, int padding, int n) {
  int i = thread();
  if (i >= n) return;
  int items = Item<T>::stride(channels);
  Position to(i, items, outHeight, outWidth);
  int first = to.first(items, height, width);
  int top = to.row * stride - padding, left = to.column * stride - padding;
  Item<T> sum = {};
  for (int row = top < 0 ? 0 : top; row < top + sizeY && row < height; row++) {
    for (int column = left < 0 ? 0 : left; column < left + sizeX && column < width; column++) {
      Item<T> item = Item<T>::read(x, first + (row * width + column) * items);
      for (int j = 0; j < Item<T>::WIDTH; j++) sum.values[j] += item.values[j];
    }
  }
  int count = covered(top, sizeY, height) * covered(left, sizeX, width);
  for (float& value : sum.values) value /= count;
  sum.write(y, i);
}

extern "C" __global__ void averagePool(const float* x, float* y, int channels, int height, int width,
                                       int outHeight, int outWidth, int sizeY, int sizeX, int stride,
                                       int padding, int n) {
  averages(x, y, channels, height, width, outHeight, outWidth, sizeY, sizeX, stride, padding, n);
}

extern "C" __global__ void averagePoolPixels(const Eight* x, Eight* y, int channels, int height,
                                             int width, int outHeight, int outWidth, int sizeY,
                                             int sizeX, int stride, int padding, int n) {
  averages(x, y, channels, height, width, outHeight, outWidth, sizeY, sizeX, stride, padding, n);
}

template <class T>
static __device__ void averagesGradient(const T* dy, T* dx, int channels, int height, int width,
                                        int outHeight, int outWidth, int sizeY, int sizeX, int stride,
                                        int padding, int n) {
  int i = thread();
  if (i >= n) return;
  int items = Item<T>::stride(channels);
  Position to(i, items, height, width);
  int first = to.first(items, outHeight, outWidth);
  int row = to.row + padding, column = to.column + padding;
  int firstRow = row < sizeY ? 0 : (row - sizeY) / stride + 1;
  int firstColumn = column < sizeX ? 0 : (column - sizeX) / stride + 1;
  Item<T> sum = {};
  for (int r = firstRow; r < outHeight && r * stride <= row; r++) {
    int rows = covered(r * stride - padding, sizeY, height);
    for (int c = firstColumn; c < outWidth && c * stride <= column; c++) {
      int count = rows * covered(c * stride - padding, sizeX, width);
      Item<T> gradient = Item<T>::read(dy, first + (r * outWidth + c) * items);
      for (int j = 0; j < Item<T>::WIDTH; j++) sum.values[j] += gradient.values[j] / count;
    }
  }
  sum.write(dx, i);
}

extern "C" __global__ void averagePoolBackward(const float* dy, float* dx, int channels, int height,
                                               int width, int outHeight, int outWidth, int sizeY,
                                               int sizeX, int stride, int padding, int n) {
  averagesGradient(dy, dx, channels, height, width, outHeight, outWidth, sizeY, sizeX, stride, padding,
                   n);
}

extern "C" __global__ void averagePoolBackwardPixels(const Eight* dy, Eight* dx, int channels,
                                                     int height, int width, int outHeight,
                                                     int outWidth, int sizeY, int sizeX, int stride,
                                                     int padding, int n) {
  averagesGradient(dy, dx, channels, height, width, outHeight, outWidth, sizeY, sizeX, stride, padding,
                   n);
}

// y (rows, channels) <- the mean of each channel over `area` pixels, as floats.
extern "C" __global__ void globalAveragePixels(const Eight* x, float* y, int channels, int area,
                                               int n) {
  int i = thread();
  if (i >= n) return;
  int groups = Item<Eight>::stride(channels), row = i / groups, group = i % groups;
  Item<Eight> sum = {};
  for (int pixel = 0; pixel < area; pixel++) {
    Item<Eight> item = Item<Eight>::read(x, (row * area + pixel) * groups + group);
    for (int k = 0; k < 8; k++) sum.values[k] += item.values[k];
  }
  for (int k = 0; k < 8; k++) {
    int c = group * 8 + k;
    if (c < channels) y[row * channels + c] = sum.values[k] / area;
  }
}

extern "C" __global__ void globalAverageBackwardPixels(const float* dy, Eight* dx, int channels,
                                                       int area, int n) {
  int i = thread();
  if (i >= n) return;
  int groups = Item<Eight>::stride(channels), row = i / groups / area, first = i % groups * 8;
  Item<Eight> item = {};
  for (int k = 0; k < 8; k++) {
    int c = first + k;
    if (c < channels) item.values[k] = dy[row * channels + c] / area;
  }
  item.write(dx, i);
}

// Dropout

// Word `word` of the block `index` of random numbers: Philox4x32-10 (Salmon et al. 2011, section 3.3)
// with the counter (index, 0, draw) and a key of 64 bits.
static __device__ unsigned philox(unsigned index, const unsigned* draw, const unsigned* key, int word) {
  unsigned c[4] = {index, 0, draw[0], draw[1]};
  unsigned k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    unsigned high0 = __umulhi(0xD2511F53u, c[0]), low0 = 0xD2511F53u * c[0];
    unsigned high1 = __umulhi(0xCD9E8D57u, c[2]), low1 = 0xCD9E8D57u * c[2];
    c[0] = high1 ^ c[1] ^ k0;
    c[1] = low1;
    c[2] = high0 ^ c[3] ^ k1;
    c[3] = low0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return c[word];
}

// words <- random numbers. state (4) is the key, then the number of the draw.
extern "C" __global__ void randomWords(const unsigned* state, unsigned* words, int n) {
  int i = thread();
  if (i < n) words[i] = philox(i / 4, state + 2, state, i % 4);
}

// mask <- 1 for rows without dropout; otherwise 1 / keep with the probability threshold / 2^24, and
// 0. y <- mask x. applies has one entry per row of `width` items.
template <class T>
static __device__ void dropItems(const T* x, const unsigned* state, const byte* applies, int threshold,
                                 float kept, float* mask, T* y, int width, int n) {
  int i = thread();
  if (i >= n) return;
  Item<T> item = Item<T>::read(x, i);
  for (int k = 0; k < Item<T>::WIDTH; k++) {
    int position = i * Item<T>::WIDTH + k;
    float factor = 1;
    if (applies[i / width]) {
      unsigned word = philox(position / 4, state + 2, state, position % 4);
      factor = (int)(word >> 8) < threshold ? kept : 0;
    }
    mask[position] = factor;
    item.values[k] = factor * item.values[k];
  }
  item.write(y, i);
}

extern "C" __global__ void drop(const float* x, const unsigned* state, const byte* applies,
                                int threshold, float kept, float* mask, float* y, int width, int n) {
  dropItems(x, state, applies, threshold, kept, mask, y, width, n);
}

extern "C" __global__ void dropPixels(const Eight* x, const unsigned* state, const byte* applies,
                                      int threshold, float kept, float* mask, Eight* y, int width,
                                      int n) {
  dropItems(x, state, applies, threshold, kept, mask, y, width, n);
}

// Counts a draw.
extern "C" __global__ void advance(unsigned* state) {
  if (thread() == 0 && ++state[2] == 0) state[3]++;
}

// Optimisers. Weights that are not trained are running averages, whose gradient is subtracted.
// settings: learning rate (Adam's includes the bias corrections), relative decrease of a weight,
// decay of the shadow weights.

// Adam (Kingma & Ba 2015, algorithm 1) with AdamW's decoupled weight decay.
extern "C" __global__ void adam(float* weights, const float* gradient, float* first, float* second,
                                const byte* trained, const float* settings, float beta1, float beta2,
                                float epsilon, int n) {
  int i = thread();
  if (i >= n) return;
  float w = weights[i], g = gradient[i];
  if (trained[i]) {
    float m = beta1 * first[i] + (1 - beta1) * g;
    float v = beta2 * second[i] + (1 - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    w -= settings[1] * w;
    w -= settings[0] * m / (sqrtf(v) + epsilon);
  } else {
    w -= g;
  }
  weights[i] = w;
}

// Stochastic gradient descent with momentum, Nesterov's if nesterov is not 0, and weight decay.
extern "C" __global__ void descend(float* weights, const float* gradient, float* velocity,
                                   const byte* trained, const float* settings, float momentum,
                                   float decay, int nesterov, int n) {
  int i = thread();
  if (i >= n) return;
  float w = weights[i], g = gradient[i];
  if (trained[i]) {
    g += decay * w;
    float v = momentum * velocity[i] + g;
    velocity[i] = v;
    w -= settings[0] * (nesterov ? g + momentum * v : v);
  } else {
    w -= g;
  }
  weights[i] = w;
}

// shadow <- a shadow + (1 - a) weights.
extern "C" __global__ void followWeights(const float* weights, float* shadow, const float* settings,
                                         int n) {
  int i = thread();
  if (i < n) shadow[i] = settings[2] * shadow[i] + (1 - settings[2]) * weights[i];
}

// Penalties on a row-major weight matrix (rows, columns)

// total <- total + factor x.
extern "C" __global__ void addMultiple(float factor, const float* x, float* total, int n) {
  int i = thread();
  if (i < n) total[i] += factor * x[i];
}

// total <- total + factor norm u v'.
extern "C" __global__ void addOuterProduct(float factor, const float* norm, const float* u,
                                           const float* v, float* total, int columns, int n) {
  int i = thread();
  if (i < n) total[i] += factor * norm[0] * u[i / columns] * v[i % columns];
}

// parts <- sums of the squares of parts of x, in double precision. One block per part.
extern "C" __global__ void sumSquares(const float* x, double* parts, int n) {
  __shared__ double shared[BLOCK];
  double sum = 0;
  for (int i = thread(); i < n; i += gridDim.x * blockDim.x) sum += (double)x[i] * x[i];
  shared[threadIdx.x] = sum;
  __syncthreads();
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) shared[threadIdx.x] += shared[threadIdx.x + half];
    __syncthreads();
  }
  if (threadIdx.x == 0) parts[blockIdx.x] = shared[0];
}

// sum (2) <- the sum of parts, as a float and the remainder that it lacks.
extern "C" __global__ void addSquares(const double* parts, int splits, float* sum) {
  if (thread() != 0) return;
  double total = 0;
  for (int k = 0; k < splits; k++) total += parts[k];
  sum[0] = (float)total;
  sum[1] = (float)(total - sum[0]);
}

// product (rows) <- matrix vector. One block per row.
extern "C" __global__ void multiplyRows(const float* matrix, const float* vector, float* product,
                                        int columns) {
  __shared__ float shared[BLOCK];
  const float* row = matrix + blockIdx.x * columns;
  float sum = 0;
  for (int j = threadIdx.x; j < columns; j += blockDim.x) sum += row[j] * vector[j];
  sum = blockSum(sum, shared);
  if (threadIdx.x == 0) product[blockIdx.x] = sum;
}

// product (columns) <- matrix' vector.
extern "C" __global__ void multiplyColumns(const float* matrix, const float* vector, float* product,
                                           int rows, int columns) {
  int j = thread();
  if (j >= columns) return;
  float sum = 0;
  for (int i = 0; i < rows; i++) sum += matrix[i * columns + j] * vector[i];
  product[j] = sum;
}

// norm <- Euclidean norm of x; x <- x / norm unless the norm is 0. One block.
extern "C" __global__ void normaliseVector(float* x, float* norm, int n) {
  __shared__ float shared[BLOCK];
  float sum = 0;
  for (int i = threadIdx.x; i < n; i += blockDim.x) sum += x[i] * x[i];
  float length = sqrtf(blockSum(sum, shared));
  if (threadIdx.x == 0) norm[0] = length;
  if (length > 0) {
    for (int i = threadIdx.x; i < n; i += blockDim.x) x[i] /= length;
  }
}
