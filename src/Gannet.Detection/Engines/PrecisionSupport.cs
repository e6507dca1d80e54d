using Gannet.Torch;

namespace Gannet.Detection.Engines;

/// <summary>Tells which <see cref="Precision"/> a device supports.</summary>
public static class PrecisionSupport
{
    private static readonly Version s_firstWithBFloat16OnCuda = new(2, 1);

    /// <summary>What <paramref name="device"/> lacks for <paramref name="precision"/>, and what to do; null if it lacks nothing.</summary>
    public static string? Missing(Precision precision, Device device)
    {
        if (precision == Precision.Float32) return null;
        if (!device.IsCuda)
        {
            return TorchRuntime.ProcessorMultipliesBFloat16
                ? null
                : "this processor has no AVX512-BF16, without which bf16 is slower than fp32; use fp32.";
        }

        // Before 2.1, libtorch's upsampling operators did not support bf16 on CUDA.
        return Version.TryParse(TorchRuntime.Version.Split('+', 'a')[0], out var version) && version < s_firstWithBFloat16OnCuda
            ? $"libtorch {TorchRuntime.Version} cannot enlarge bf16 maps on {device}; use fp32, or libtorch 2.1 or newer."
            : null;
    }

    /// <summary>Checks the support before anything is computed.</summary>
    /// <exception cref="NotSupportedException"><paramref name="device"/> does not support <paramref name="precision"/>.</exception>
    public static void Require(Precision precision, Device device)
    {
        if (Missing(precision, device) is { } missing) throw new NotSupportedException(missing);
    }
}
