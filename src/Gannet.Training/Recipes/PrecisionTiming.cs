using System.Globalization;
using Gannet.Detection.Engines;
using Gannet.Detection.Models;

namespace Gannet.Training.Recipes;

/// <summary>The precision whose steps are faster on this machine.</summary>
/// <remarks>
/// That a processor multiplies bf16 does not say that it is faster at it: with AVX512-BF16 and without AMX, libtorch 1.13 takes longer for a
/// step of ResNet-50-FPN than in fp32. So both are timed.
/// </remarks>
/// <param name="Precision">The faster one; fp32 if both take the same time.</param>
/// <param name="Pace">Its pace.</param>
/// <param name="Other">Seconds of a step in the other precision; null if the machine has only one.</param>
internal sealed record PrecisionTiming(Precision Precision, StepPace Pace, double? Other)
{
    /// <summary>Times steps in fp32 and, where the machine has it, in bf16.</summary>
    public static PrecisionTiming Of(DetectorOptions detector, TrainingOptions training, RecipeLimits limits)
    {
        var full = limits.TimeStep(detector, training with { Precision = Precision.Float32 });
        if (!limits.HasBFloat16) return new(Precision.Float32, full, null);
        var half = limits.TimeStep(detector, training with { Precision = Precision.BFloat16 });
        return half.Seconds < full.Seconds ? new(Precision.BFloat16, half, full.Seconds) : new(Precision.Float32, full, half.Seconds);
    }

    /// <summary>The choice in words.</summary>
    public RecipeChoice Choice
    {
        get
        {
            var (name, other) = Precision == Precision.Float32 ? ("fp32", "bf16") : ("bf16", "fp32");
            return new("precision", name, Other is { } seconds
                ? string.Create(CultureInfo.InvariantCulture, $"a step takes {Pace.Seconds:0.##} s in {name}, {seconds:0.##} s in {other}")
                : "this machine has no bf16");
        }
    }
}
