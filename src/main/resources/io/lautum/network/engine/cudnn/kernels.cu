// Kernels of the engine cudnn. NVRTC compiles them for the device of the process.
//
// Values are 32-bit floats. A tensor of images is an array (outer, channels, inner): for row-major
// images (rows, channels, height, width), outer is rows and inner is height x width; for rows of
// features, inner is 1. Sums are computed in two stages in a fixed order and without atomic
// operations, so that two runs have the same bits. Blocks of kernels with shared memory have a power
// of two of at most BLOCK threads.

#define BLOCK 256
#define TILE 32

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

// Element by element

// y <- y + bias of the channel, then max(y, 0) if rectified.
extern "C" __global__ void addBias(float* y, const float* bias, int channels, int inner, int rectified,
                                   int n) {
  int i = thread();
  if (i >= n) return;
  float value = y[i] + bias[i / inner % channels];
  y[i] = rectified && !(value > 0) ? 0 : value;
}

extern "C" __global__ void rectify(const float* x, float* y, int n) {
  int i = thread();
  if (i < n) y[i] = x[i] > 0 ? x[i] : 0;
}

// The gradient through max(x, 0), computed from the output y.
extern "C" __global__ void rectifyBackward(const float* y, const float* dy, float* dx, int n) {
  int i = thread();
  if (i < n) dx[i] = y[i] > 0 ? dy[i] : 0;
}

extern "C" __global__ void add(const float* a, const float* b, float* y, int n) {
  int i = thread();
  if (i < n) y[i] = a[i] + b[i];
}

extern "C" __global__ void multiply(const float* a, const float* b, float* y, int n) {
  int i = thread();
  if (i < n) y[i] = a[i] * b[i];
}

// y <- factor x. The factor is in memory, because a recorded launch keeps its arguments.
extern "C" __global__ void scale(const float* x, const float* factor, float* y, int n) {
  int i = thread();
  if (i < n) y[i] = factor[0] * x[i];
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

// Pooling of planes of height x width pixels

// The maximum of each window, and its position in the window.
extern "C" __global__ void maxPool(const float* x, float* y, byte* where, int height, int width,
                                   int outHeight, int outWidth, int size, int stride, int padding,
                                   int n) {
  int i = thread();
  if (i >= n) return;
  int top = i / outWidth % outHeight * stride - padding, left = i % outWidth * stride - padding;
  const float* plane = x + i / (outWidth * outHeight) * height * width;
  float best = 0;
  int found = -1;
  for (int k = 0; k < size * size; k++) {
    int row = top + k / size, column = left + k % size;
    if (row < 0 || row >= height || column < 0 || column >= width) continue;
    float value = plane[row * width + column];
    // Not greater, so that NaN is kept.
    if (found < 0 || !(value <= best)) {
      best = value;
      found = k;
    }
  }
  y[i] = best;
  where[i] = (byte)found;
}

// Each pixel sums the gradients of the windows whose maximum it is, in their order.
extern "C" __global__ void maxPoolBackward(const float* dy, const byte* where, float* dx, int height,
                                           int width, int outHeight, int outWidth, int size, int stride,
                                           int padding, int n) {
  int i = thread();
  if (i >= n) return;
  int row = i / width % height + padding, column = i % width + padding;
  int plane = i / (width * height) * outHeight * outWidth;
  int firstRow = row < size ? 0 : (row - size) / stride + 1;
  int firstColumn = column < size ? 0 : (column - size) / stride + 1;
  float sum = 0;
  for (int r = firstRow; r < outHeight && r * stride <= row; r++) {
    for (int c = firstColumn; c < outWidth && c * stride <= column; c++) {
      int o = plane + r * outWidth + c;
      if (where[o] == (row - r * stride) * size + column - c * stride) sum += dy[o];
    }
  }
  dx[i] = sum;
}

// Number of positions of a window in [0, side).
static __device__ int covered(int first, int size, int side) {
  int from = first < 0 ? 0 : first, to = first + size > side ? side : first + size;
  return to - from;
}

// The mean of each window of sizeY x sizeX pixels; padding does not count.
extern "C" __global__ void averagePool(const float* x, float* y, int height, int width, int outHeight,
                                       int outWidth, int sizeY, int sizeX, int stride, int padding,
                                       int n) {
  int i = thread();
  if (i >= n) return;
  int top = i / outWidth % outHeight * stride - padding, left = i % outWidth * stride - padding;
  const float* plane = x + i / (outWidth * outHeight) * height * width;
  float sum = 0;
  for (int row = top < 0 ? 0 : top; row < top + sizeY && row < height; row++) {
    for (int column = left < 0 ? 0 : left; column < left + sizeX && column < width; column++) {
      sum += plane[row * width + column];
    }
  }
  y[i] = sum / (covered(top, sizeY, height) * covered(left, sizeX, width));
}

extern "C" __global__ void averagePoolBackward(const float* dy, float* dx, int height, int width,
                                               int outHeight, int outWidth, int sizeY, int sizeX,
                                               int stride, int padding, int n) {
  int i = thread();
  if (i >= n) return;
  int row = i / width % height + padding, column = i % width + padding;
  int plane = i / (width * height) * outHeight * outWidth;
  int firstRow = row < sizeY ? 0 : (row - sizeY) / stride + 1;
  int firstColumn = column < sizeX ? 0 : (column - sizeX) / stride + 1;
  float sum = 0;
  for (int r = firstRow; r < outHeight && r * stride <= row; r++) {
    int rows = covered(r * stride - padding, sizeY, height);
    for (int c = firstColumn; c < outWidth && c * stride <= column; c++) {
      sum += dy[plane + r * outWidth + c] / (rows * covered(c * stride - padding, sizeX, width));
    }
  }
  dx[i] = sum;
}

// Conversions between floats (outer, channels, inner) and bfloat16 with the channels of a pixel next to
// each other, (outer, inner, channels), as tensor cores read them. One block per TILE x TILE values.

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

extern "C" __global__ void toBfloat16(const float* x, unsigned short* y, int channels, int inner) {
  __shared__ float tile[TILE][TILE + 1];
  int across = (inner + TILE - 1) / TILE, tiles = across * ((channels + TILE - 1) / TILE);
  int outer = blockIdx.x / tiles, t = blockIdx.x % tiles, column = threadIdx.x % TILE;
  int firstChannel = t / across * TILE, firstInner = t % across * TILE;
  for (int row = threadIdx.x / TILE; row < TILE; row += blockDim.x / TILE) {
    int c = firstChannel + row, k = firstInner + column;
    if (c < channels && k < inner) tile[row][column] = x[(outer * channels + c) * inner + k];
  }
  __syncthreads();
  for (int row = threadIdx.x / TILE; row < TILE; row += blockDim.x / TILE) {
    int c = firstChannel + column, k = firstInner + row;
    if (c < channels && k < inner) y[(outer * inner + k) * channels + c] = rounded(tile[column][row]);
  }
}

extern "C" __global__ void fromBfloat16(const unsigned short* x, float* y, int channels, int inner) {
  __shared__ float tile[TILE][TILE + 1];
  int across = (inner + TILE - 1) / TILE, tiles = across * ((channels + TILE - 1) / TILE);
  int outer = blockIdx.x / tiles, t = blockIdx.x % tiles, column = threadIdx.x % TILE;
  int firstChannel = t / across * TILE, firstInner = t % across * TILE;
  for (int row = threadIdx.x / TILE; row < TILE; row += blockDim.x / TILE) {
    int c = firstChannel + column, k = firstInner + row;
    if (c < channels && k < inner) tile[row][column] = widened(x[(outer * inner + k) * channels + c]);
  }
  __syncthreads();
  for (int row = threadIdx.x / TILE; row < TILE; row += blockDim.x / TILE) {
    int c = firstChannel + row, k = firstInner + column;
    if (c < channels && k < inner) y[(outer * channels + c) * inner + k] = tile[column][row];
  }
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
// 0. y <- mask x. applies has one entry per row.
extern "C" __global__ void drop(const float* x, const unsigned* state, const byte* applies,
                                int threshold, float kept, float* mask, float* y, int width, int n) {
  int i = thread();
  if (i >= n) return;
  float factor = 1;
  if (applies[i / width]) {
    unsigned word = philox(i / 4, state + 2, state, i % 4);
    factor = (int)(word >> 8) < threshold ? kept : 0;
  }
  mask[i] = factor;
  y[i] = factor * x[i];
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
