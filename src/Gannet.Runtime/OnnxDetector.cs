using System.Runtime.InteropServices;
using System.Text.Json;
using Gannet.Imaging.Codecs;
using Gannet.Masks;

namespace Gannet.Runtime;

/// <summary>A detector in an ONNX file that <c>gannet model export</c> wrote. Needs no native library.</summary>
/// <remarks>Several threads may detect at once.</remarks>
public sealed class OnnxDetector : IDisposable
{
    private const string ClassesKey = "gannet.classes", Input = "image";

    private readonly OnnxSession _session;
    private readonly string _name;

    /// <summary>A detector whose graph is already read.</summary>
    /// <param name="session">The graph, which is disposed with this.</param>
    /// <param name="name">Its name in messages.</param>
    internal OnnxDetector(OnnxSession session, string name)
    {
        (_session, _name) = (session, name);
        if (session.Inputs is not [{ Name: Input, ElementType: OnnxElementType.Float }] || !((string[])["boxes", "labels", "scores"]).All(output => session.Outputs.Any(o => o.Name == output)))
        {
            throw new InvalidDataException(
                $"{name}: is not a detector for one picture: it takes {string.Join(", ", session.Inputs.Select(static i => i.Name))} and gives "
                + $"{string.Join(", ", session.Outputs.Select(static o => o.Name))}; export one with 'gannet model export', without --batch and --raw.");
        }

        try
        {
            Classes = session.Metadata.TryGetValue(ClassesKey, out var classes) ? JsonSerializer.Deserialize(classes, ClassNamesContext.Default.StringArray) ?? [] : [];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{name}: its list of classes is damaged; take another copy.", error);
        }
    }

    /// <summary>Names of the classes, by label; empty if the file does not tell them.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What the file tells about the model, such as <c>gannet.preset</c> and <c>gannet.options</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _session.Metadata;

    /// <summary>Reads a file.</summary>
    /// <param name="path">An <c>.onnx</c> file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or is no detector for one picture; the message names it and says what to do.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxDetector Load(string path)
    {
        var session = OnnxSession.Load(path);
        try
        {
            return new(session, path);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The objects in a picture file, best first.</summary>
    /// <param name="path">A JPEG or PNG file, or of a format that <see cref="ImageDecoder"/> reads where OpenCV is installed.</param>
    /// <param name="score">Minimum probability; .5 by default. What the model itself drops stays dropped.</param>
    /// <param name="cancellation">Stops the detection.</param>
    /// <exception cref="InvalidDataException">The picture is damaged, or the model does not take it; the message names the file and says what to do.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DllNotFoundException">The format is neither JPEG nor PNG, and OpenCV is not installed.</exception>
    /// <exception cref="OperationCanceledException">The detection was stopped.</exception>
    public IReadOnlyList<DetectedObject> Detect(string path, float score = 0.5f, CancellationToken cancellation = default) =>
        Detect(ImageDecoder.Decode(path), score, cancellation);

    /// <summary>The objects in a picture, best first.</summary>
    /// <param name="picture">The picture, upright.</param>
    /// <param name="score">Minimum probability; .5 by default. What the model itself drops stays dropped.</param>
    /// <param name="cancellation">Stops the detection.</param>
    /// <exception cref="InvalidDataException">The file takes pictures of another size, or its outputs do not fit together.</exception>
    /// <exception cref="OperationCanceledException">The detection was stopped.</exception>
    public IReadOnlyList<DetectedObject> Detect(Image picture, float score = 0.5f, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        RequireSize(picture);
        var outputs = _session.Run(new Dictionary<string, OnnxTensor> { [Input] = Pixels(picture) }, cancellation);
        var boxes = Of<float>(outputs, "boxes");
        var labels = Of<long>(outputs, "labels");
        var scores = Of<float>(outputs, "scores");
        if (boxes.Length != 4 * scores.Length || labels.Length != scores.Length) throw new InvalidDataException($"{_name}: gives {boxes.Length} corners and {labels.Length} labels for {scores.Length} scores.");
        var area = (long)picture.Height * picture.Width;
        var hasMasks = outputs.ContainsKey("masks");
        var masks = hasMasks ? Of<bool>(outputs, "masks") : default;
        if (hasMasks && masks.Length != area * scores.Length) throw new InvalidDataException($"{_name}: gives masks of another size than the picture's.");
        var found = new List<DetectedObject>();
        for (var k = 0; k < scores.Length; k++)
        {
            if (labels[k] is < 0 or > int.MaxValue || !(scores[k] >= score)) continue; // a graph with fixed shapes fills up with label -1
            var label = (int)labels[k];
            found.Add(new(new(boxes[4 * k], boxes[4 * k + 1], boxes[4 * k + 2], boxes[4 * k + 3]), label, scores[k])
            {
                Class = label < Classes.Count ? Classes[label] : null,
                Mask = hasMasks
                    ? RunLengthMask.FromBitmap(MemoryMarshal.AsBytes(masks.Slice((int)(k * area), (int)area)), picture.Height, picture.Width).ToRunLengths()
                    : null,
            });
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void RequireSize(Image picture)
    {
        if (_session.Inputs[0].Dimensions is [_, var rows, var columns] && rows.Length is { } height && columns.Length is { } width && (height != picture.Height || width != picture.Width))
            throw new InvalidDataException($"{_name}: takes pictures of {width} × {height} pixels, not {picture.Width} × {picture.Height}; scale the picture, or export without --fixed.");
    }

    // [3, H, W] from 0 to 1.
    private static OnnxTensor Pixels(Image picture)
    {
        var (area, pixels) = (picture.Height * picture.Width, picture.Pixels);
        var values = new float[3 * area];
        Parallel.For(0, 3, channel =>
        {
            var target = values.AsSpan(channel * area, area);
            for (var k = 0; k < target.Length; k++) target[k] = pixels[3 * k + channel] / 255f;
        });
        return OnnxTensor.From<float>(values, 3, picture.Height, picture.Width);
    }

    private ReadOnlySpan<T> Of<T>(IReadOnlyDictionary<string, OnnxTensor> outputs, string name) where T : unmanaged
    {
        try
        {
            return outputs[name].AsSpan<T>();
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidDataException($"{_name}: its output '{name}' has another type than a detector's.", error);
        }
    }
}
