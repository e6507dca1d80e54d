using Gannet.Datasets;

namespace Gannet.Evaluation.Coco;

/// <summary>The objects of a data set ordered by class, then picture: each (class, picture) is one run.</summary>
internal sealed class TruthGroups
{
    private readonly int[] _starts;
    private readonly IReadOnlyList<AnnotatedImage> _pictures;

    public TruthGroups(IReadOnlyList<AnnotatedImage> pictures, int classes, bool pooled)
    {
        _pictures = pictures;
        _starts = new int[(classes * pictures.Count) + 1];
        for (var p = 0; p < pictures.Count; p++)
        {
            foreach (var annotation in pictures[p].Annotations) _starts[Key(annotation, pooled, p) + 1]++;
        }

        for (var key = 1; key < _starts.Length; key++) _starts[key] += _starts[key - 1];
        Objects = new Annotation[_starts[^1]];
        var next = _starts.AsSpan(0, _starts.Length - 1).ToArray();
        for (var p = 0; p < pictures.Count; p++)
        {
            foreach (var annotation in pictures[p].Annotations) Objects[next[Key(annotation, pooled, p)]++] = annotation;
        }
    }

    public Annotation[] Objects { get; }

    /// <summary>A picture by its index.</summary>
    public AnnotatedImage Image(int picture) => _pictures[picture];

    /// <summary>The run of a class in a picture.</summary>
    public Range Run(int label, int picture) => _starts[Key(label, picture)].._starts[Key(label, picture) + 1];

    /// <summary>The objects of a class in all pictures.</summary>
    public ReadOnlySpan<Annotation> OfClass(int label) => Objects.AsSpan(_starts[Key(label, 0)].._starts[Key(label + 1, 0)]);

    private int Key(Annotation annotation, bool pooled, int picture) => Key(pooled ? 0 : annotation.Label, picture);

    private int Key(int label, int picture) => (label * _pictures.Count) + picture;
}
