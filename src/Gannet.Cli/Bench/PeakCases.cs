using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Cli.Bench;

/// <summary>The machine's peak rate: large matrix products and a large convolution, the work that networks consist of.</summary>
internal static class PeakCases
{
    private const int Side = 4096;

    // The widest layer of a pyramid on a picture of 800 × 1066 pixels.
    private const int Channels = 256, Rows = 200, Columns = 272, Kernel = 3;

    public static IEnumerable<(BenchCase Case, double Gflop)> All()
    {
        foreach (var type in Types())
        {
            var precision = type == ElementType.Float ? "fp32" : "bf16";
            yield return (new($"gemm_{Side}_{precision}", () => Multiply(type)), 2e-9 * Side * Side * Side);
            yield return (
                new($"conv_{Channels}x{Channels}x{Kernel}x{Kernel}_{Rows}x{Columns}_{precision}", () => Convolve(type)),
                2e-9 * Channels * Channels * Kernel * Kernel * Rows * Columns);
        }
    }

    // Without the instructions bf16 is emulated, which says nothing about the machine.
    private static ElementType[] Types() =>
        TorchRuntime.ProcessorMultipliesBFloat16 ? [ElementType.Float, ElementType.BFloat16] : [ElementType.Float];

    private static Action Multiply(ElementType type)
    {
        var (a, b) = (Noise([Side, Side], type), Noise([Side, Side], type));
        return () => a.Mm(b);
    }

    private static Action Convolve(ElementType type)
    {
        var map = Noise([1, Channels, Rows, Columns], type).Contiguous(MemoryFormat.ChannelsLast);
        var weight = Noise([Channels, Channels, Kernel, Kernel], type).Contiguous(MemoryFormat.ChannelsLast);
        return () =>
        {
            using var inference = InferenceMode.Enter();
            map.Conv2d(weight, null, [1, 1], [Kernel / 2, Kernel / 2]);
        };
    }

    private static Tensor Noise(long[] shape, ElementType type) => Tensor.Randn(shape).To(type);
}
