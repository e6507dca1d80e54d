using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Training.Optimization;

/// <summary>Reads the tensors of an average back.</summary>
internal static class AverageState
{
    /// <summary>Copies stored tensors into those of an average; changes nothing if one does not fit.</summary>
    /// <param name="own">The tensors of the average.</param>
    /// <param name="stored">Those of a checkpoint; others in it are ignored.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape.</exception>
    public static void Restore(IReadOnlyList<NamedTensor> own, IEnumerable<NamedTensor> stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        using var noGrad = NoGrad.Enter();
        var byName = stored.ToDictionary(static s => s.Name, static s => s.Tensor, StringComparer.Ordinal);
        foreach (var (name, mean) in own)
        {
            if (!byName.TryGetValue(name, out var tensor) || !tensor.Shape.SequenceEqual(mean.Shape))
                throw new InvalidDataException($"the average of '{name}' is missing or has another shape");
        }

        foreach (var (name, mean) in own) mean.CopyInPlace(byName[name]);
    }
}
