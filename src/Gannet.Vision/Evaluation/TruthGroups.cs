using Gannet.Vision.Annotations;

namespace Gannet.Vision.Evaluation;

/// <summary>The objects of a data set ordered by class, then picture: each (class, picture) is one run.</summary>
internal sealed class TruthGroups
{
    private readonly int[] _starts;
    private readonly int _pictures;

    public TruthGroups(IReadOnlyList<AnnotatedPicture> pictures, int classes, bool pooled)
    {
        _pictures = pictures.Count;
        _starts = new int[(classes * _pictures) + 1];
        for (var p = 0; p < _pictures; p++)
        {
            foreach (var annotation in pictures[p].Annotations) _starts[Key(annotation, pooled, p) + 1]++;
        }

        for (var key = 1; key < _starts.Length; key++) _starts[key] += _starts[key - 1];
        Objects = new Annotation[_starts[^1]];
        var next = _starts.AsSpan(0, _starts.Length - 1).ToArray();
        for (var p = 0; p < _pictures; p++)
        {
            foreach (var annotation in pictures[p].Annotations) Objects[next[Key(annotation, pooled, p)]++] = annotation;
        }
    }

    public Annotation[] Objects { get; }

    /// <summary>The run of a class in a picture.</summary>
    public Range Run(int label, int picture) => _starts[(label * _pictures) + picture].._starts[(label * _pictures) + picture + 1];

    /// <summary>The objects of a class in all pictures.</summary>
    public ReadOnlySpan<Annotation> OfClass(int label) => Objects.AsSpan(_starts[label * _pictures].._starts[(label + 1) * _pictures]);

    private int Key(Annotation annotation, bool pooled, int picture) => ((pooled ? 0 : annotation.Label) * _pictures) + picture;
}
