using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Torch.Optim;

/// <summary>Limits gradients before a step.</summary>
public static class GradientClipping
{
    // Stands for no limit: infinity times the inverse of a norm might be NaN.
    private const double MaxFactor = 1e30;

    /// <summary>Scales all gradients together so that their joint Euclidean norm is at most <paramref name="limit"/>.</summary>
    /// <returns>The norm before scaling; not finite if a gradient is not.</returns>
    /// <remarks>Device sync.</remarks>
    public static double ByNorm(IEnumerable<NamedTensor> parameters, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        var gradients = Gradients(parameters);
        if (gradients.Length == 0) return 0;
        var norm = Tensor.Stack(Tensor.ForeachNorm(gradients)).Norm().Item();
        // PyTorch's own guard against division by zero.
        if (norm + 1e-6 > limit && double.IsFinite(norm)) Tensor.ForeachMulInPlace(gradients, limit / (norm + 1e-6));
        return norm;
    }

    /// <summary>The same without waiting for the device; if the norm is not finite, every gradient becomes zero.</summary>
    /// <returns>The norm before scaling, a tensor of one element.</returns>
    public static Tensor ByNormOnDevice(IEnumerable<NamedTensor> parameters, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        var gradients = Gradients(parameters);
        if (gradients.Length == 0) return scope.Keep(Tensor.From(0));
        var norm = Tensor.Stack(Tensor.ForeachNorm(gradients)).Norm();
        var isFinite = norm.Isfinite();
        var factor = Tensor.Where(isFinite, (norm + 1e-6).Pow(-1).Mul(double.IsFinite(limit) ? limit : MaxFactor).ClampMax(1), isFinite.To(ElementType.Float));
        // NaN times zero is NaN, so values that are not finite are replaced first.
        foreach (var gradient in gradients) gradient.NanToNumInPlace(0, 0, 0).MulInPlace(factor);
        return scope.Keep(norm);
    }

    /// <summary>Clamps every element of every gradient to [−<paramref name="limit"/>, <paramref name="limit"/>].</summary>
    public static void ByValue(IEnumerable<NamedTensor> parameters, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        foreach (var gradient in Gradients(parameters)) gradient.ClampInPlace(-limit, limit);
    }

    private static Tensor[] Gradients(IEnumerable<NamedTensor> parameters) =>
        [.. parameters.Select(static p => p.Tensor.Gradient).OfType<Tensor>()];
}
