using Gannet.Torch.Nn;

namespace Gannet.Training.Optimization;

/// <summary>An average of a network's weights and running statistics over a training.</summary>
public interface IWeightAverage : IDisposable
{
    /// <summary>Number of updates.</summary>
    long Updates { get; }

    /// <summary>Takes the current weights into the average.</summary>
    void Update();

    /// <summary>Puts the average into the network until the result is disposed.</summary>
    /// <remarks>The weights come back bit for bit.</remarks>
    IDisposable Show();

    /// <summary>All that the average consists of, by the weights' names; part of a checkpoint.</summary>
    IEnumerable<NamedTensor> State();

    /// <summary>Restores what <see cref="State"/> returned.</summary>
    /// <param name="updates">See <see cref="Updates"/>.</param>
    /// <param name="state">The tensors, by name.</param>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape.</exception>
    void Restore(long updates, IEnumerable<NamedTensor> state);
}
