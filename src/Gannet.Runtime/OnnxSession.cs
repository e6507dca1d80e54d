using System.Collections.Concurrent;
using Gannet.Kernels.Convolution;
using Gannet.Runtime.Format;
using Gannet.Runtime.Graphs;
using Gannet.Runtime.Operators;
using Gannet.Runtime.Rewriting;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime;

/// <summary>An ONNX graph that is ready to run.</summary>
/// <remarks>
/// It may be run by several threads at once; each run has its own memory, which later runs use again. One run uses all processors. Graphs of
/// operator sets 7 to 22 are read if they use the operators that <see cref="Operators"/> lists.
/// </remarks>
public sealed class OnnxSession : IDisposable
{
    // Bytes whose raw weights are worth a collection, which takes milliseconds.
    private const int LargeFile = 1 << 24;

    private readonly GraphPlan _plan;
    private readonly string _source;
    private readonly ConcurrentBag<BufferPool> _pools = [];
    private bool _isDisposed;

    private OnnxSession(Stream stream, string source)
    {
        _source = source;
        KernelCompilation.Start(); // meanwhile the file is read
        try
        {
            var (model, graph) = Read(stream);
            Inputs = [.. model.Graph.Input.Where(input => graph.Inputs.Contains(input.Name)).Select(ModelReader.Describe)];
            Outputs = [.. model.Graph.Output.Select(ModelReader.Describe)];
            var metadata = new Dictionary<string, string>();
            foreach (var property in model.MetadataProps) metadata[property.Key] = property.Value;
            Metadata = metadata;
            GraphRewriter.Apply(graph);
            _plan = GraphCompiler.Compile(graph);
            // The collector does not see a reason by itself: the packed weights have just made memory grow. What it frees is used by the first run.
            if (stream.Length > LargeFile) GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
        catch (Exception e) when (NodeFailure.IsOfGraph(e))
        {
            throw NodeFailure.At(source, e);
        }
    }

    /// <summary>Names of the operators that graphs may use, as in ONNX.</summary>
    public static IReadOnlyCollection<string> Operators => OperatorTable.Names;

    /// <summary>The tensors that a run needs, in the file's order; constants are not among them.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>The tensors that a run gives, in the file's order.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs { get; }

    /// <summary>What the file's maker wrote about it, such as class names.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">An <c>.onnx</c> file with its weights inside.</param>
    /// <exception cref="InvalidDataException">The file is damaged or asks for what is not supported; the message names it and the cause in one line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxSession Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = RegularFile.OpenRead(path);
        return new(stream, path);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The contents of an <c>.onnx</c> file; it stays open.</param>
    /// <exception cref="InvalidDataException">The contents are damaged or ask for what is not supported.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static OnnxSession Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var source = stream is FileStream file ? file.Name : "the ONNX stream";
        if (stream.CanSeek) return new(stream, source);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return new(copy, source);
    }

    /// <summary>Reads the contents of a file.</summary>
    /// <param name="bytes">The contents of an <c>.onnx</c> file; they are copied.</param>
    /// <exception cref="InvalidDataException">The contents are damaged or ask for what is not supported.</exception>
    public static unsafe OnnxSession Load(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return new(Stream.Null, "the ONNX graph");
        fixed (byte* first = bytes)
        {
            using var stream = new UnmanagedMemoryStream(first, bytes.Length);
            return new(stream, "the ONNX graph");
        }
    }

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">One tensor for each of <see cref="Inputs"/>, by name.</param>
    /// <param name="cancellation">Stops the run between two nodes.</param>
    /// <returns>One tensor for each of <see cref="Outputs"/>, by name.</returns>
    /// <exception cref="ArgumentException">An input is missing, unknown, or of another type or shape.</exception>
    /// <exception cref="InvalidDataException">The graph does not fit together for these inputs; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public IReadOnlyDictionary<string, OnnxTensor> Run(IReadOnlyDictionary<string, OnnxTensor> inputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Check(inputs);
        if (!_pools.TryTake(out var pool)) pool = new BufferPool(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        try
        {
            var results = new NodeRun(_plan, pool, cancellation).Execute([.. Inputs.Select(input => inputs[input.Name].Tensor)]);
            var outputs = new Dictionary<string, OnnxTensor>(results.Length);
            for (var k = 0; k < results.Length; k++) outputs[Outputs[k].Name] = Own(results[k], pool);
            return outputs;
        }
        catch (InvalidDataException e)
        {
            throw NodeFailure.At(_source, e);
        }
        finally
        {
            pool.EndRun();
            if (!_isDisposed) _pools.Add(pool);
        }
    }

    /// <summary>Gives up the memory of runs. Runs that have begun finish.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _pools.Clear();
    }

    // The raw constants are held by the graph alone once this returns, so that those which are packed can be collected while others are.
    private static (ModelProto Model, Graph Graph) Read(Stream stream)
    {
        var file = ModelFile.Read(stream);
        return (file.Model, ModelReader.ReadGraph(file));
    }

    private void Check(IReadOnlyDictionary<string, OnnxTensor> inputs)
    {
        foreach (var input in Inputs)
        {
            if (!inputs.TryGetValue(input.Name, out var tensor)) throw new ArgumentException($"The input '{input.Name}' is missing.", nameof(inputs));
            if (!Fits(tensor, input)) throw new ArgumentException($"The input '{input.Name}' is {tensor} instead of {input}.", nameof(inputs));
        }

        if (inputs.Keys.FirstOrDefault(name => Inputs.All(input => input.Name != name)) is { } unknown)
            throw new ArgumentException($"There is no input '{unknown}'.", nameof(inputs));
    }

    private static bool Fits(OnnxTensor tensor, OnnxValueInfo input)
    {
        if (tensor.ElementType != input.ElementType || (input.Dimensions is { } all && all.Count != tensor.Shape.Count)) return false;
        return input.Dimensions is null || !input.Dimensions.Where((dimension, axis) => dimension.Length is { } length && length != tensor.Shape[axis]).Any();
    }

    // Memory of a run is used again, so that results are copied out of it.
    private static OnnxTensor Own(Value result, BufferPool pool)
    {
        var tensor = result as Tensor ?? throw new InvalidDataException("a result is a sequence instead of a tensor");
        if (tensor.Layout != MapLayout.RowMajor) tensor = LayoutConversion.Convert(tensor, MapLayout.RowMajor, pool);
        var own = Tensor.Unpooled(tensor.Type, tensor.Shape);
        tensor.Bytes.CopyTo(own.Bytes);
        return new(own);
    }
}
