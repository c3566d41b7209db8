using UnityEngine;

namespace UnityEditor
{
    public sealed class EditorStyles
    {
        static readonly GUIStyle Bold = new GUIStyle("== ", " ==");
        static readonly GUIStyle Wrapped = new GUIStyle("", "");
        static readonly GUIStyle Box = new GUIStyle("| ", " |");

        public static GUIStyle boldLabel
        {
            get { return Bold; }
        }

        public static GUIStyle wordWrappedLabel
        {
            get { return Wrapped; }
        }

        public static GUIStyle helpBox
        {
            get { return Box; }
        }
    }
}
