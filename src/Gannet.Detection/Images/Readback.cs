using Gannet.Torch;

namespace Gannet.Detection.Images;

/// <summary>Copies a stage's predictions to the processor, where its boxes are decoded and suppressed.</summary>
internal static class Readback
{
    /// <summary>Both as rows of floats on the processor; not copied if already so.</summary>
    /// <remarks>One device sync for both.</remarks>
    public static (Tensor First, Tensor Second) Of(Tensor first, Tensor second)
    {
        using var scope = TensorScope.Enter();
        // Rearranged on the device. The second copy waits for everything before it; nothing may read the first until then.
        var (a, b) = (Rows(first), Rows(second));
        return (scope.Keep(a.To(Device.Cpu, ElementType.Float, nonBlocking: true)), scope.Keep(b.To(Device.Cpu, ElementType.Float)));
    }

    private static Tensor Rows(Tensor tensor) => tensor.Detach().To(ElementType.Float).Contiguous();
}
