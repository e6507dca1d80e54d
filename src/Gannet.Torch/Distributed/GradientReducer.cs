using Gannet.Torch.Interop;

namespace Gannet.Torch.Distributed;

/// <summary>Sums the gradients of all processes while the backward pass still computes.</summary>
/// <remarks>
/// Parameters are grouped into buckets from the last to the first, as a backward pass computes them. The sum of a bucket starts when its last gradient is
/// there. A gradient that one process lacks counts as zeros; one that all lack stays null, as in training alone. Sums, not means: losses must be
/// normalised over all processes. The same bits in every process and in every run.
/// </remarks>
/// <example><code>
/// reducer.Backward(loss);   // parameters' gradients are now those of the whole world
/// </code></example>
public sealed unsafe class GradientReducer : IDisposable
{
    /// <summary>Largest size of a bucket, in bytes, unless one parameter alone is larger; as in PyTorch.</summary>
    public const long DefaultBucketBytes = 25L << 20;

    // The first one is small, so that its sum starts early; as in PyTorch.
    private const long FirstBucketBytes = 1L << 20;

    private const int Mistake = -2;

    private readonly ProcessGroup _group;
    private readonly Tensor[] _parameters;
    private nint _handle;

    /// <summary>Prepares the sums.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="parameters">Those of the model, in the same order in every process. Frozen ones take no part: make a new reducer when that changes.</param>
    /// <param name="bucketBytes">Largest size of a bucket.</param>
    public GradientReducer(ProcessGroup group, IEnumerable<Tensor> parameters, long bucketBytes = DefaultBucketBytes)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bucketBytes);
        _group = group;
        _parameters = [.. parameters.Where(static p => p.RequiresGrad)];
        if (group.Size == 1 || _parameters.Length == 0) return;
        fixed (nint* handles = Operator.Handles(_parameters))
            _handle = C10dLibrary.Check(C10dLibrary.Reducer(group.Handle, handles, _parameters.Length, Math.Min(FirstBucketBytes, bucketBytes), bucketBytes));
        (BytesPerStep, Buckets) = (C10dLibrary.ReducerBytes(_handle), C10dLibrary.ReducerBuckets(_handle));
    }

    /// <summary>Bytes that each process gives to a sum of all gradients; what goes over the network is up to twice as much.</summary>
    public long BytesPerStep { get; }

    /// <summary>How many sums that is.</summary>
    public int Buckets { get; }

    /// <summary>Computes the gradients of <paramref name="loss"/>, adds them to those already there, and sums the result over all processes.</summary>
    /// <param name="loss">One element. When gradients of several batches are accumulated, only the last goes through here, the others through <see cref="Tensor.Backward"/>.</param>
    /// <exception cref="ProcessGroupException">A process ended or hangs.</exception>
    public void Backward(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Begin();
        loss.Backward();
        Finish();
    }

    /// <summary>Makes the next backward pass the one whose gradients are summed.</summary>
    public void Begin()
    {
        if (_handle == 0) return;
        _group.Begin();
        _group.Check(C10dLibrary.Begin(_handle));
    }

    /// <summary>Waits for the sums and makes them the parameters' gradients.</summary>
    /// <remarks>Without a backward pass since <see cref="Begin"/>, this process gives the gradients that are there, or zeros. Waits for the processes, and for the device.</remarks>
    /// <exception cref="ProcessGroupException">A process ended or hangs.</exception>
    /// <exception cref="InvalidOperationException">There were two backward passes.</exception>
    public void Finish()
    {
        if (_handle == 0) return;
        double waited, underWay;
        _group.Begin();
        var status = C10dLibrary.Finish(_handle, &waited, &underWay);
        if (status == Mistake) throw new InvalidOperationException(C10dLibrary.LastError());
        _group.Check(status);
        _group.Gradients.Add(BytesPerStep, TimeSpan.FromSeconds(underWay), TimeSpan.FromSeconds(waited));
    }

    /// <summary>Stops watching the parameters; their gradients stay.</summary>
    public void Dispose()
    {
        if (_handle != 0) C10dLibrary.FreeReducer(_handle);
        _handle = 0;
        Operator.KeepAlive(_parameters);
    }
}
