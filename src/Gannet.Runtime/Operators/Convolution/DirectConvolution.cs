// Shapes: N images, C channels in, K channels out, G groups, D × H × W cells.
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>A convolution over three axes by its definition: for volumes, which detectors do not have.</summary>
internal static unsafe class DirectConvolution
{
    /// <summary>Convolves the node's input; the caller owns the result.</summary>
    public static Tensor Run(NodeRun node, SlidingWindow window, int groups)
    {
        if (window.Axes != 3) throw new InvalidDataException($"a convolution over {window.Axes} axes is not supported");
        var (map, weights, bias) = (node.RowMajor(0), node.RowMajor(1), node.OptionalRowMajor(2));
        var result = node.Rent(OnnxElementType.Float, window.OutputShape(map.Shape, weights.Shape[0]));
        if (groups < 1 || weights.Shape[0] % groups != 0 || map.Shape[1] != (long)weights.Shape[1] * groups)
            throw new InvalidDataException($"the input {map} does not fit the weights {weights} in {groups} groups");
        if (bias is not null && bias.Count != weights.Shape[0]) throw new InvalidDataException($"the bias {bias} does not fit the weights {weights}");
        var (outputs, volume) = (weights.Shape[0], map.Count / Math.Max(1, map.Shape[0] * map.Shape[1]));
        var from = map.Address<float>();
        var kernel = weights.Address<float>();
        var to = result.Address<float>();
        var biases = bias is null ? null : bias.Address<float>();
        var cells = result.Count / Math.Max(1, result.Shape[0] * outputs);
        NodeRun.Kernels.ForEach(result.Shape[0] * outputs, k =>
        {
            var (image, output) = Math.DivRem(k, outputs);
            var first = from + ((long)image * map.Shape[1] + output / (outputs / groups) * weights.Shape[1]) * volume;
            var channelWeights = kernel + (long)output * weights.Count / outputs;
            for (var cell = 0; cell < cells; cell++)
                to[(long)k * cells + cell] = Sum(first, map.Shape, channelWeights, weights.Shape, window, result.Shape, cell) + (biases == null ? 0 : biases[output]);
        });
        return result;
    }

    private static float Sum(float* map, int[] mapShape, float* weights, int[] weightShape, SlidingWindow window, int[] resultShape, int cell)
    {
        var (rest, x) = Math.DivRem(cell, resultShape[4]);
        var (z, y) = Math.DivRem(rest, resultShape[3]);
        var sum = 0f;
        for (var c = 0; c < weightShape[1]; c++)
        {
            for (var kz = 0; kz < weightShape[2]; kz++)
            {
                for (var ky = 0; ky < weightShape[3]; ky++)
                {
                    for (var kx = 0; kx < weightShape[4]; kx++, weights++)
                    {
                        var (iz, iy, ix) = (At(window, 0, z, kz, mapShape), At(window, 1, y, ky, mapShape), At(window, 2, x, kx, mapShape));
                        if ((uint)iz >= (uint)mapShape[2] || (uint)iy >= (uint)mapShape[3] || (uint)ix >= (uint)mapShape[4]) continue;
                        sum += *weights * map[(((long)c * mapShape[2] + iz) * mapShape[3] + iy) * mapShape[4] + ix];
                    }
                }
            }
        }

        return sum;
    }

    private static int At(SlidingWindow window, int axis, int output, int tap, int[] mapShape) =>
        output * window.Stride(axis) - window.Padding(axis, mapShape[axis + 2]).Before + tap * window.Dilation(axis);
}
