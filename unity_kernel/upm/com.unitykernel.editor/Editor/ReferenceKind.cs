namespace UnityKernel
{
    /// <summary>How something of .NET that Python holds goes through a domain reload.</summary>
    internal enum ReferenceKind : byte
    {
        /// <summary>Not at all: Python gets a tombstone.</summary>
        Lost,

        /// <summary>As an earlier one: both Python objects stand for the same object of .NET.</summary>
        Same,

        /// <summary>An object of Unity's: by its identity.</summary>
        UnityObject,

        /// <summary>An array of Unity's objects: by their identities.</summary>
        UnityObjects,

        /// <summary>An enumeration's value: as a number.</summary>
        Enumeration,

        /// <summary>A type: by name.</summary>
        Type,

        /// <summary>A number or a struct without references: its fields.</summary>
        Plain,

        /// <summary>An array of such: its memory.</summary>
        PlainArray,

        /// <summary>A string.</summary>
        Text,

        /// <summary>An array of strings.</summary>
        Texts,

        /// <summary>A method or an event bound to an object: pythonnet brings it back; it is lost where that object is.</summary>
        Bound,
    }
}
