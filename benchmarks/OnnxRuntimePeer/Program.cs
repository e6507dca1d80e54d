// Times ONNX Runtime or Gannet.Runtime on one graph, each in a process of its own:
//   dotnet run -c Release --project benchmarks/OnnxRuntimePeer -- onnxruntime|gannet MODEL.onnx PICTURE|SHAPE [THREADS] [RUNS]
// The model's first input is a float image [3, H, W] or [N, 3, H, W], RGB, 0 to 1, which is the picture or, for a shape such as 8x3x224x224,
// noise: an export of torchvision's (benchmarks/onnx_export.py) or of Gannet's. Prints one JSON object: the time to load the file, of the
// first run, of the others, and the process's peak memory.
using System.Diagnostics;
using System.Globalization;
using Gannet.Imaging.Codecs;
using Gannet.Runtime;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var engine and ("onnxruntime" or "gannet"), var model, var input, .. var rest])
{
    Console.Error.WriteLine("usage: OnnxRuntimePeer onnxruntime|gannet MODEL.onnx PICTURE|SHAPE [THREADS] [RUNS]");
    return 2;
}

var threads = rest.Length > 0 ? int.Parse(rest[0]) : Environment.ProcessorCount;
var runs = rest.Length > 1 ? int.Parse(rest[1]) : 5;
var (values, shape) = File.Exists(input) ? Picture(input) : Noise([.. input.Split('x').Select(int.Parse)]);
var clock = Stopwatch.StartNew();
Action run;
if (engine == "gannet")
{
    var session = OnnxSession.Load(model); // on all processors; run it under taskset for fewer
    var inputs = new Dictionary<string, OnnxTensor> { [session.Inputs[0].Name] = OnnxTensor.From<float>(values, shape) };
    run = () => session.Run(inputs);
}
else
{
    using var options = new SessionOptions { IntraOpNumThreads = threads, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL };
    var session = new InferenceSession(model, options);
    NamedOnnxValue[] inputs = [NamedOnnxValue.CreateFromTensor(session.InputMetadata.Keys.First(), new DenseTensor<float>(values, shape))];
    run = () => session.Run(inputs).Dispose();
}

var load = clock.Elapsed.TotalSeconds;
List<double> times = [];
for (var k = 0; k <= runs; k++)
{
    clock.Restart();
    run();
    times.Add(clock.Elapsed.TotalSeconds);
}

var first = times[0];
times.RemoveAt(0);
times.Sort();
Console.WriteLine($$"""{"name":"onnx_{{Path.GetFileNameWithoutExtension(model)}} {{string.Join('×', shape)}}","median_s":{{times[times.Count / 2]}},"min_s":{{times[0]}},"runs":{{runs}},"load_s":{{load}},"first_s":{{first}},"peak_mb":{{Process.GetCurrentProcess().PeakWorkingSet64 >> 20}}}""");
return 0;

static (float[] Values, int[] Shape) Picture(string path)
{
    var picture = ImageDecoder.Decode(path);
    var area = picture.Height * picture.Width;
    var values = new float[3 * area];
    for (var k = 0; k < area; k++)
    {
        for (var channel = 0; channel < 3; channel++) values[channel * area + k] = picture.Pixels[3 * k + channel] / 255f;
    }

    return (values, [3, picture.Height, picture.Width]);
}

static (float[] Values, int[] Shape) Noise(int[] shape)
{
    var random = new Random(1);
    var values = new float[shape.Aggregate(1, static (a, b) => a * b)];
    foreach (ref var value in values.AsSpan()) value = random.NextSingle();
    return (values, shape);
}
