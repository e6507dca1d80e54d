using Gannet.Kernels.Convolution;

namespace Gannet.Kernels.Tests.Convolution;

/// <summary>A convolution by its definition, in double precision: the reference for the kernels.</summary>
internal static class DirectSum
{
    /// <summary>The output, <c>[N, OutputHeight, OutputWidth, K]</c>, of an input <c>[N, H, W, C]</c>.</summary>
    public static double[] Of(ConvolutionShape shape, float[] input, int images, int height, int width, float[] weights, float[] bias)
    {
        var (rows, columns) = (shape.OutputHeight(height), shape.OutputWidth(width));
        var output = new double[images * rows * columns * shape.Outputs];
        for (var at = 0; at < output.Length; at++)
        {
            var (cell, k) = Math.DivRem(at, shape.Outputs);
            var (image, within) = Math.DivRem(cell, rows * columns);
            output[at] = (bias.Length > 0 ? bias[k] : 0) + Sum(shape, input, image, within / columns, within % columns, height, width, weights, k);
        }

        return output;
    }

    private static double Sum(ConvolutionShape shape, float[] input, int image, int y, int x, int height, int width, float[] weights, int k)
    {
        var (sum, depth) = (0.0, shape.IsDepthwise ? 1 : shape.Inputs);
        for (var tap = 0; tap < shape.KernelHeight * shape.KernelWidth; tap++)
        {
            var row = y * shape.Stride - shape.PaddingY + tap / shape.KernelWidth * shape.Dilation;
            var column = x * shape.Stride - shape.PaddingX + tap % shape.KernelWidth * shape.Dilation;
            if (row < 0 || column < 0 || row >= height || column >= width) continue;
            for (var c = 0; c < depth; c++)
            {
                var value = input[((image * height + row) * width + column) * shape.Inputs + (shape.IsDepthwise ? k : c)];
                sum += (double)value * weights[(k * depth + c) * shape.KernelHeight * shape.KernelWidth + tap];
            }
        }

        return sum;
    }
}
