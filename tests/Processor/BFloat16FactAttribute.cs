using Gannet.Torch;

namespace Gannet.Testing;

/// <summary>A test that computes in bf16; skipped with a reason where the processor has no instructions for it.</summary>
/// <remarks>Compiled into each test assembly that has one, so that the other tests run without libtorch.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BFloat16FactAttribute : FactAttribute
{
    public BFloat16FactAttribute()
    {
        if (!TorchRuntime.ProcessorMultipliesBFloat16) Skip = "this processor has no AVX512-BF16";
    }
}
