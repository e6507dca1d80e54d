using Gannet.Torch;

namespace Gannet.Detection;

/// <summary>One term of the loss.</summary>
/// <param name="Name">What it measures, for logs.</param>
/// <param name="Value">A tensor of one element.</param>
public readonly record struct NamedLoss(string Name, Tensor Value)
{
    /// <summary>What the sum over the batch was divided by: the number, or total weight, of its samples, its foreground or its images.</summary>
    /// <value>Null: the number of images. From it the loss of a batch in several parts can be computed from the losses of the parts.</value>
    public double? Count { get; init; }

    /// <summary>The divisor for a number of samples: none were divided by 1.</summary>
    public static double Divisor(double count) => count > 0 ? count : 1;
}
