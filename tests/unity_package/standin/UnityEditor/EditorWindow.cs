using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using UnityEngine;

namespace UnityEditor
{
    public class EditorWindow : ScriptableObject
    {
        /// <summary>The open windows.</summary>
        internal static readonly List<EditorWindow> All = new List<EditorWindow>();

        public static T GetWindow<T>(string title) where T : EditorWindow
        {
            T window = All.OfType<T>().FirstOrDefault();
            if (ReferenceEquals(window, null))
            {
                window = (T)Activator.CreateInstance(typeof(T), true);
                window.name = title;
                All.Add(window);
                window.Send("OnEnable");
            }
            return window;
        }

        public void Repaint()
        {
        }

        public void Close()
        {
            All.Remove(this);
        }

        /// <summary>Calls one of the methods that Unity finds by their names.</summary>
        internal void Send(string message)
        {
            MethodInfo method = GetType().GetMethod(message, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
            if (method != null)
            {
                method.Invoke(this, null);
            }
        }
    }
}
