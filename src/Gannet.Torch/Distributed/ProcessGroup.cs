using System.Runtime.InteropServices;

namespace Gannet.Torch.Distributed;

/// <summary>The processes that train together, seen from one of them: what they exchange.</summary>
/// <remarks>
/// Every process must call the same operations in the same order, with tensors of the same shapes. An operation returns when this process has its result.
/// If a process ends or hangs, operations of the others fail within the time-out. Alone (<see cref="Size"/> 1), operations return at once and need no
/// native library. Not thread-safe.
/// </remarks>
public sealed unsafe class ProcessGroup : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    // Kept of the time-out for the question who is at fault.
    private static readonly TimeSpan s_diagnosis = TimeSpan.FromSeconds(6);

    private readonly Store? _store;
    private readonly Heartbeat? _heartbeat;
    private readonly WorldPlace _place;
    private nint _handle;
    private bool _hasFailed;

    private ProcessGroup(WorldPlace place, Store? store, Heartbeat? heartbeat, nint handle) =>
        (_place, _store, _heartbeat, _handle) = (place, store, heartbeat, handle);

    /// <summary>Number of this process, from 0.</summary>
    public int Rank => _place.Rank;

    /// <summary>How many processes there are.</summary>
    public int Size => _place.Size;

    /// <summary>What the sums of gradients have cost so far, over every <see cref="GradientReducer"/> of this group.</summary>
    public ReductionTally Gradients { get; } = new();

    internal nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(ProcessGroup));

    // Tensors that carry numbers and bytes: NCCL takes them from devices only.
    private Device Carrier { get; init; }

    /// <summary>What must be installed before several processes can train together, in one line; null if nothing is missing.</summary>
    /// <exception cref="DllNotFoundException">There is no libtorch.</exception>
    public static string? Missing => C10dBuilds.Reason;

    /// <summary>What carries the exchanges of this build: Gloo, and NCCL between CUDA devices where it has it.</summary>
    /// <exception cref="DllNotFoundException">The native library is missing.</exception>
    public static string Backends => C10dLibrary.HasNccl ? "Gloo, NCCL" : "Gloo";

    /// <summary>Meets the other processes.</summary>
    /// <param name="place">The place of this process.</param>
    /// <param name="timeout">How long to wait for the others, here and in every operation without progress, until it fails; at least a second.</param>
    /// <param name="device">The device that holds this process's model; a CUDA device talks to the others through NCCL where the build has it.</param>
    /// <exception cref="ProcessGroupException">The others did not come in time, or two have the same rank.</exception>
    /// <exception cref="DllNotFoundException">The native library is missing; the message says how to get it.</exception>
    public static ProcessGroup Join(WorldPlace place, TimeSpan timeout, Device device = default)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromSeconds(1));
        if (place.Size == 1) return new ProcessGroup(place, null, null, 0);
        if (Missing is { } missing) throw new DllNotFoundException(missing);

        var serves = place.Rank == 0 && !place.LauncherListens;
        var store = serves ? Store.Serve(place, timeout) : Store.Connect(place, timeout);
        Heartbeat? heartbeat = null;
        try
        {
            Rendezvous.Await(store, place, timeout);
            heartbeat = new Heartbeat(Store.Connect(place, timeout), place.Rank);
            var usesNccl = device.IsCuda && C10dLibrary.HasNccl;
            var address = LocalAddress.For(place);
            var patience = (long)Math.Max(timeout.TotalMilliseconds / 2, (timeout - s_diagnosis).TotalMilliseconds);
            var handle = C10dLibrary.Group(store.Handle, store.Prefix + "group", place.Rank, place.Size, patience, address, usesNccl ? 1 : 0);
            if (handle == 0) throw new ProcessGroupException(new Diagnosis(place).Explain(0, $"at {address}: {C10dLibrary.LastError()}"));
            return new ProcessGroup(place, store, heartbeat, handle) { Carrier = usesNccl ? device : Device.Cpu };
        }
        catch
        {
            heartbeat?.Dispose();
            store.Dispose();
            throw;
        }
    }

    /// <summary>Replaces the elements of <paramref name="tensor"/> by those of all processes taken together, the same in every process to the last bit.</summary>
    /// <param name="tensor">Any shape, the same in every process; changed in place.</param>
    /// <param name="operation">How elements are taken together.</param>
    /// <exception cref="ProcessGroupException">A process ended or hangs.</exception>
    public void AllReduce(Tensor tensor, ReduceOperation operation = ReduceOperation.Sum)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (Size == 1) return;
        Begin();
        Check(C10dLibrary.AllReduce(Handle, tensor.Handle, (int)operation));
        GC.KeepAlive(tensor);
    }

    /// <summary>Replaces the elements of <paramref name="tensor"/> by those that process <paramref name="root"/> has.</summary>
    /// <param name="tensor">Any shape, the same in every process; changed in place.</param>
    /// <param name="root">The process whose elements all get, in [0, Size).</param>
    /// <exception cref="ProcessGroupException">A process ended or hangs.</exception>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, Size);
        if (Size == 1) return;
        Begin();
        Check(C10dLibrary.Broadcast(Handle, tensor.Handle, root));
        GC.KeepAlive(tensor);
    }

    /// <summary>Returns what every process gave, by rank.</summary>
    /// <param name="bytes">What this process gives; lengths may differ.</param>
    /// <exception cref="ProcessGroupException">A process ended or hangs.</exception>
    public byte[][] AllGather(ReadOnlySpan<byte> bytes)
    {
        if (Size == 1) return [bytes.ToArray()];
        using var scope = TensorScope.Enter();
        var lengths = Collect<long>([bytes.Length]).ToArray();
        var longest = (int)lengths.Max();
        if (longest == 0) return [.. lengths.Select(static _ => Array.Empty<byte>())];

        var padded = new byte[longest];
        bytes.CopyTo(padded);
        var gathered = Collect<byte>(padded);
        var result = new byte[Size][];
        for (var rank = 0; rank < Size; rank++) result[rank] = gathered.Slice(rank * longest, (int)lengths[rank]).ToArray();
        return result;
    }

    /// <summary>Replaces every value by its sum over the processes, the same in every process to the last bit.</summary>
    /// <param name="values">As many in every process; changed in place.</param>
    /// <exception cref="ProcessGroupException">A process ended or hangs.</exception>
    public void Sum(Span<double> values) => AllReduce(values, ReduceOperation.Sum);

    /// <summary>Replaces every value by the largest of the processes.</summary>
    /// <param name="values">As many in every process, none of them NaN; changed in place.</param>
    /// <exception cref="ProcessGroupException">A process ended or hangs.</exception>
    public void Max(Span<double> values) => AllReduce(values, ReduceOperation.Max);

    /// <summary>Returns when every process has called it.</summary>
    /// <exception cref="ProcessGroupException">A process ended or hangs.</exception>
    public void Barrier()
    {
        Span<double> nothing = [0];
        Sum(nothing);
    }

    /// <summary>Tells the others why this process is about to end, so that their exception names it and the reason.</summary>
    /// <param name="reason">One line.</param>
    public void Report(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        if (_store is null || _handle == 0) return;
        var report = new Thread(() =>
        {
            try
            {
                Diagnosis.Blame(_store, $"{Rendezvous.Describe(_store, Rank)} failed: {reason.ReplaceLineEndings(" ")}");
            }
            catch (ProcessGroupException)
            {
                // Nobody is left to be told.
            }
        })
        { IsBackground = true };
        report.Start();
        report.Join(s_patience); // a cut connection gives no answer
    }

    /// <summary>Leaves the others, who must not need this process any more.</summary>
    public void Dispose()
    {
        if (_handle == 0) return;
        var handle = _handle;
        _handle = 0;
        // After a failure, other exchanges may still be under way and end with the time-out only. The process is about to end; so do they.
        var free = new Thread(() => C10dLibrary.FreeGroup(handle)) { IsBackground = true, Name = "gannet-leave" };
        free.Start();
        free.Join(_hasFailed ? s_patience : Timeout.InfiniteTimeSpan);
        _heartbeat?.Dispose();
        _store?.Dispose();
    }

    /// <summary>Counts an operation that needs all processes.</summary>
    internal void Begin()
    {
        _ = Handle;
        _heartbeat!.Count();
    }

    /// <summary>Throws an exception that names the process at fault, if an operation failed.</summary>
    internal void Check(int status)
    {
        if (status >= 0) return;
        _hasFailed = true;
        var error = C10dLibrary.LastError();
        throw new ProcessGroupException(new Diagnosis(_place).Explain(_heartbeat!.Operations, error));
    }

    private void AllReduce(Span<double> values, ReduceOperation operation)
    {
        if (Size == 1 || values.IsEmpty) return;
        using var scope = TensorScope.Enter();
        var tensor = Tensor.From<double>(values, values.Length).To(Carrier, ElementType.Double);
        AllReduce(tensor, operation);
        tensor.To(Device.Cpu, ElementType.Double).AsSpan<double>().CopyTo(values);
    }

    // What every process has, one after the other; as much in each. Belongs to the current scope.
    private Span<T> Collect<T>(ReadOnlySpan<T> mine) where T : unmanaged
    {
        var type = ElementTypes.Of<T>();
        var given = Tensor.From(mine, mine.Length).To(Carrier, type);
        var gathered = Tensor.Zeros([Size, mine.Length], type, Carrier);
        Begin();
        Check(C10dLibrary.AllGather(Handle, given.Handle, gathered.Handle));
        GC.KeepAlive(given);
        return gathered.To(Device.Cpu, type).AsSpan<T>();
    }
}
