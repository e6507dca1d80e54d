using System.Runtime.ExceptionServices;
using System.Text;
using Gannet.Torch;
using Gannet.Torch.Distributed;
using Gannet.Torch.Nn;

namespace Gannet.Training.Distributed;

/// <summary>The workers of a job; one process alone is a world of one, which waits for nobody.</summary>
/// <param name="group">The connection of the workers; null for one process.</param>
/// <remarks>Every method but the properties waits for all workers, so all of them must call the same ones in the same order.</remarks>
internal sealed class World(ProcessGroup? group)
{
    /// <summary>One process.</summary>
    public static World Alone { get; } = new(null);

    /// <summary>Whether there is only one worker.</summary>
    public bool IsAlone => Size == 1;

    /// <summary>Whether this worker writes files and messages: the first does.</summary>
    public bool IsFirst => Part.Number == 0;

    /// <summary>Number of workers.</summary>
    public int Size => Part.Parts;

    /// <summary>The part of every batch that belongs to this worker.</summary>
    public BatchPart Part { get; } = group is null ? BatchPart.Whole : new(group.Rank, group.Size);

    /// <summary>The connection; null for one process.</summary>
    public ProcessGroup? Group => IsAlone ? null : group;

    /// <summary>Replaces each number by its sum over all workers.</summary>
    public void Sum(Span<double> values)
    {
        if (!IsAlone) group!.Sum(values);
    }

    /// <summary>Replaces each element by its sum over all workers.</summary>
    public void Sum(Tensor values)
    {
        if (!IsAlone) group!.AllReduce(values);
    }

    /// <summary>The largest value of each number over all workers.</summary>
    public double[] Greatest(params ReadOnlySpan<double> values)
    {
        var greatest = values.ToArray();
        Group?.Max(greatest);
        return greatest;
    }

    /// <summary>What each worker gives, in the order of the workers.</summary>
    public byte[][] Gather(byte[] own) => IsAlone ? [own] : group!.AllGather(own);

    /// <summary>The first worker's number, for all.</summary>
    public double OfFirst(double value)
    {
        // A sum of which the others have nothing: one exchange.
        Span<double> sum = [IsFirst ? value : 0];
        Sum(sum);
        return sum[0];
    }

    /// <summary>The first worker's answer, for all.</summary>
    public bool OfFirst(bool value) => OfFirst(value ? 1 : 0) > 0;

    /// <summary>Gives every worker the first one's weights and running statistics.</summary>
    public void CopyFirst(Module module)
    {
        if (!IsAlone) group!.Broadcast(module);
    }

    /// <summary>Gives every worker the first one's tensors.</summary>
    public void CopyFirst(IEnumerable<Tensor> tensors)
    {
        if (IsAlone) return;
        foreach (var tensor in tensors) group!.Broadcast(tensor);
    }

    /// <summary>The texts of all workers, in the order of the workers.</summary>
    public IEnumerable<string> GatherTexts(IReadOnlyList<string> own) => IsAlone ? own
        : Gather(Encoding.UTF8.GetBytes(string.Join('\0', own))).SelectMany(static bytes => Encoding.UTF8.GetString(bytes).Split('\0'));

    /// <summary>The first worker does something while the others wait; if it fails, so do all.</summary>
    public void First(Action act) => Together(() =>
    {
        if (IsFirst) act();
    });

    /// <summary>The same with a result, which the others do not get.</summary>
    public T? First<T>(Func<T> act) where T : class => Together(() => IsFirst ? act() : null);

    /// <summary>All workers do something; if one fails, so do all.</summary>
    public void Together(Action act) => Together(() =>
    {
        act();
        return true;
    });

    /// <summary>The same with a result.</summary>
    /// <returns>This worker's own result.</returns>
    /// <exception cref="OperationCanceledException">One of them was cancelled, and none failed.</exception>
    /// <exception cref="InvalidDataException">Another worker failed; the message is that worker's.</exception>
    public T Together<T>(Func<T> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (IsAlone) return act();
        var (result, failure) = (default(T), (Exception?)null);
        try
        {
            result = act();
        }
#pragma warning disable CA1031 // the others must hear of any failure, or they would wait forever
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = error;
        }

        Settle(failure);
        return result!;
    }

    /// <summary>Lets all workers fail if one did.</summary>
    /// <param name="own">What this worker failed of; null if it did not.</param>
    public void Settle(Exception? own)
    {
        if (IsAlone)
        {
            if (own is not null) ExceptionDispatchInfo.Throw(own);
            return;
        }

        // Nothing for success, an empty message for a cancellation.
        var messages = Gather(own switch
        {
            null => [],
            OperationCanceledException => [0],
            _ => [1, .. Encoding.UTF8.GetBytes(own.Message)],
        });
        if (own is not null and not OperationCanceledException) ExceptionDispatchInfo.Throw(own);
        if (Array.FindIndex(messages, static m => m is [1, ..]) is var failed and >= 0)
            throw new InvalidDataException($"worker {failed}: {Encoding.UTF8.GetString(messages[failed].AsSpan(1))}", own);
        if (own is not null) ExceptionDispatchInfo.Throw(own);
        if (Array.Exists(messages, static m => m is [0])) throw new OperationCanceledException("Another worker was told to stop.");
    }

    /// <summary>Norms with the statistics of the whole batch.</summary>
    public NormSharing? Norms() => IsAlone ? null : new SummedNorms(this);

    private sealed class SummedNorms(World world) : NormSharing
    {
        public override void Sum(Span<double> values) => world.Sum(values);
    }
}
